extension ConfigOption {
    /// Whether something in a running monitor of 16.2 is told when this changes (`get_tracked_conf_keys`). Of all
    /// others it says that a change may require a restart, also where the next reader sees it.
    public var isObserved: Bool { Self.observed.contains(name) || name.hasPrefix("debug_") }

    /// As a monitor of 16.2.15 said it of each option that was set on its admin socket.
    private static let observed: Set<String> = Set(
        """
        clog_to_graylog clog_to_graylog_host clog_to_graylog_port clog_to_monitors clog_to_syslog
        clog_to_syslog_facility clog_to_syslog_level enable_experimental_unrecoverable_data_corrupting_features
        err_to_graylog err_to_stderr err_to_syslog fsid keyring log_coarse_timestamps log_file log_graylog_port log_max_new
        log_max_recent log_to_file log_to_graylog log_to_stderr log_to_syslog mempool_debug mon_accept_timeout_factor
        mon_allow_pool_delete mon_cluster_log_file mon_cluster_log_file_level mon_cluster_log_to_graylog
        mon_cluster_log_to_graylog_host mon_cluster_log_to_graylog_port mon_cluster_log_to_syslog
        mon_cluster_log_to_syslog_facility mon_cluster_log_to_syslog_level mon_debug_block_osdmap_trim
        mon_debug_extra_checks mon_election_timeout mon_health_to_clog mon_health_to_clog_interval
        mon_health_to_clog_tick_interval mon_lease mon_lease_ack_timeout_factor mon_lease_renew_interval_factor
        mon_memory_autotune mon_memory_target mon_osdmap_full_prune_enabled mon_osdmap_full_prune_interval
        mon_osdmap_full_prune_min mon_osdmap_full_prune_txsize mon_scrub_interval rocksdb_cache_size
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
