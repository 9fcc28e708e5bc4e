// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// More of the monitor's options, those of authentication and of the monitors' clients.
    static let monitorServices = """
        mon_mds_skip_sanity bool advanced @mon
         skip sanity checks on fsmap/mdsmap
        mon_debug_extra_checks bool dev @mon
         Enable some additional monitor checks
          Enable some additional monitor checks that would be too expensive to run on production systems, or \
        would only be relevant while testing or debugging.
        mon_debug_block_osdmap_trim bool dev @mon
         Block OSDMap trimming while the option is enabled.
          Blocking OSDMap trimming may be quite helpful to easily reproduce states in which the monitor \
        keeps (hundreds of) thousands of osdmaps.
        mon_debug_deprecated_as_obsolete bool dev @mon
         treat deprecated mon commands as obsolete
        mon_debug_dump_transactions bool dev @mon &mon_debug_dump_location
         dump paxos transactions to log
        mon_debug_dump_json bool dev @mon &mon_debug_dump_transactions
         dump paxos transasctions to log as json
        mon_debug_dump_location str dev @mon &mon_debug_dump_transactions =/var/log/ceph/$cluster-$name.tdump
         file to dump paxos transactions to
        mon_debug_no_require_octopus bool dev !cluster_create @mon
         do not set octopus feature for new mon clusters
        mon_debug_no_require_pacific bool dev !cluster_create @mon
         do not set pacific feature for new mon clusters
        mon_debug_no_require_bluestore_for_ec_overwrites bool dev @mon
         do not require bluestore OSDs to enable EC overwrites on a rados pool
        mon_debug_no_initial_persistent_features bool dev !cluster_create @mon
         do not set any monmap features for new mon clusters
        mon_inject_transaction_delay_max float dev @mon =10
         max duration of injected delay in paxos
        mon_inject_transaction_delay_probability float dev @mon
         probability of injecting a delay in paxos
        mon_inject_pg_merge_bounce_probability float dev @mon
         probability of failing and reverting a pg_num decrement
        mon_sync_provider_kill_at int dev @mon
         kill mon sync requester at specific point
        mon_sync_requester_kill_at int dev @mon
         kill mon sync requestor at specific point
        mon_force_quorum_join bool advanced @mon
         force mon to rejoin quorum even though it was just removed
        mon_keyvaluedb str advanced !create @mon |leveldb |rocksdb =rocksdb
         database backend to use for the mon database
        mon_debug_unsafe_allow_tier_with_nonempty_snaps bool dev @mon
        mon_osd_blocklist_default_expire float advanced @mon =3600
         Duration in seconds that blocklist entries for clients remain in the OSD map
        mon_mds_blocklist_interval float dev !runtime @mon <3600 =86400
         Duration in seconds that blocklist entries for MDS daemons remain in the OSD map
        mon_mgr_blocklist_interval float dev !runtime @mon <3600 =86400
         Duration in seconds that blocklist entries for mgr daemons remain in the OSD map
        mon_osd_crush_smoke_test bool advanced @mon =true
         perform a smoke test on any new CRUSH map before accepting changes
        mon_smart_report_timeout uint advanced @mon =5
         Timeout (in seconds) for smarctl to run, default is set to 5
        mon_auth_validate_all_caps bool advanced !runtime @mon =true
         Whether to parse non-monitor capabilities set by the 'ceph auth ...' commands. Disabling this saves \
        CPU on the monitor, but allows invalid capabilities to be set, and only be rejected later, when they \
        are used.
        mon_warn_on_older_version bool advanced @mon =true
         issue DAEMON_OLD_VERSION health warning if daemons are not all running the same version
        mon_warn_older_version_delay secs advanced @mon =604800
         issue DAEMON_OLD_VERSION health warning after this amount of time has elapsed
        paxos_stash_full_interval int advanced @mon =25
        paxos_max_join_drift int advanced @mon =10
        paxos_propose_interval float advanced @mon =1
        paxos_min_wait float advanced @mon =0.05
        paxos_min int advanced @mon =500
        paxos_trim_min int advanced @mon =250
        paxos_trim_max int advanced @mon =500
        paxos_service_trim_min uint advanced @mon =250
        paxos_service_trim_max uint advanced @mon =500
        paxos_service_trim_max_multiplier uint advanced !runtime @mon <0 =20
         factor by which paxos_service_trim_max will be multiplied to get a new upper bound when trim sizes \
        are high  (0 disables it)
        paxos_kill_at int dev @mon
        auth_cluster_required str advanced =cephx
         authentication methods required by the cluster
        auth_service_required str advanced =cephx
         authentication methods required by service daemons
        auth_client_required str advanced !minimal_conf =cephx, none
         authentication methods allowed by clients
        auth_supported str advanced
         authentication methods required (deprecated)
        max_rotating_auth_attempts int advanced =10
         number of attempts to initialize rotating keys before giving up
        rotating_keys_bootstrap_timeout int advanced =30
         timeout for obtaining rotating keys during bootstrap phase (seconds)
        rotating_keys_renewal_timeout int advanced =10
         timeout for updating rotating keys (seconds)
        cephx_require_signatures bool advanced
        cephx_require_version int advanced =2
         Cephx version required (1 = pre-mimic, 2 = mimic+)
        cephx_cluster_require_signatures bool advanced
        cephx_cluster_require_version int advanced =2
         Cephx version required by the cluster from clients (1 = pre-mimic, 2 = mimic+)
        cephx_service_require_signatures bool advanced
        cephx_service_require_version int advanced =2
         Cephx version required from ceph services (1 = pre-mimic, 2 = mimic+)
        cephx_sign_messages bool advanced =true
        auth_mon_ticket_ttl float advanced =259200
        auth_service_ticket_ttl float advanced =3600
        auth_allow_insecure_global_id_reclaim bool advanced &mon_warn_on_insecure_global_id_reclaim \
        &mon_warn_on_insecure_global_id_reclaim_allowed &auth_expose_insecure_global_id_reclaim =true
         Allow reclaiming global_id without presenting a valid ticket proving previous possession of that \
        global_id
          Allowing unauthorized global_id (re)use poses a security risk.  Unfortunately, older clients may \
        omit their ticket on reconnects and therefore rely on this being allowed for preserving their \
        global_id for the lifetime of the client instance.  Setting this value to false would immediately \
        prevent new connections from those clients (assuming auth_expose_insecure_global_id_reclaim set to \
        true) and eventually break existing sessions as well (regardless of \
        auth_expose_insecure_global_id_reclaim setting).
        auth_expose_insecure_global_id_reclaim bool advanced &mon_warn_on_insecure_global_id_reclaim \
        &mon_warn_on_insecure_global_id_reclaim_allowed &auth_allow_insecure_global_id_reclaim =true
         Force older clients that may omit their ticket on reconnects to reconnect as part of establishing a \
        session
          In permissive mode (auth_allow_insecure_global_id_reclaim set to true), this helps with \
        identifying clients that are not patched.  In enforcing mode (auth_allow_insecure_global_id_reclaim \
        set to false), this is a fail-fast mechanism: don't establish a session that will almost inevitably \
        be broken later.
        auth_debug bool dev
        mon_client_hunt_parallel uint advanced =3
        mon_client_hunt_interval float advanced =3
        mon_client_log_interval float advanced =1
         How frequently we send queued cluster log messages to mon
        mon_client_ping_interval float advanced =10
        mon_client_ping_timeout float advanced =30
        mon_client_hunt_interval_backoff float advanced =1.5
        mon_client_hunt_interval_min_multiple float advanced =1
        mon_client_hunt_interval_max_multiple float advanced =10
        mon_client_max_log_entries_per_message int advanced =1000
        mon_client_directed_command_retry int dev =2
         Number of times to try sending a command directed at a specific monitor
        mon_max_pool_pg_num uint advanced =65536
        mon_pool_quota_warn_threshold int advanced @mgr
         percent of quota at which to issue warnings
        mon_pool_quota_crit_threshold int advanced @mgr
         percent of quota at which to issue errors
        crush_location str advanced
        crush_location_hook str advanced
        crush_location_hook_timeout int advanced =10
        objecter_tick_interval float dev =5
        objecter_timeout float advanced =10
         Seconds before in-flight op is considered 'laggy' and we query mon for the latest OSDMap
        objecter_inflight_op_bytes size advanced =104857600
         Max in-flight data in bytes (both directions)
        objecter_inflight_ops uint advanced =1024
         Max in-flight operations
        objecter_completion_locks_per_session uint dev =32
        objecter_inject_no_watch_ping bool dev
        objecter_retry_writes_after_first_reply bool dev
        objecter_debug_inject_relock_delay bool dev
        filer_max_purge_ops uint advanced =10
         Max in-flight operations for purging a striped range (e.g., MDS journal)
        filer_max_truncate_ops uint advanced =128
         Max in-flight operations for truncating/deleting a striped sequence (e.g., MDS journal)
        journaler_write_head_interval int advanced =15
         Interval in seconds between journal header updates (to help bound replay time)
        journaler_prefetch_periods uint advanced <2 =10
         Number of striping periods to prefetch while reading MDS journal
        journaler_prezero_periods uint advanced <2 =5
         Number of striping periods to zero head of MDS journal write position
        """
}
