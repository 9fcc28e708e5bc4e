// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The monitor's options.
    static let monitor = """
        mon_enable_op_tracker bool advanced @mon =true
         enable/disable MON op tracking
        mon_op_complaint_time secs advanced @mon =30
         time after which to consider a monitor operation blocked after no updates
        mon_op_log_threshold int advanced @mon =5
         max number of slow ops to display
        mon_op_history_size uint advanced @mon =20
         max number of completed ops to track
        mon_op_history_duration secs advanced @mon =600
         expiration time in seconds of historical MON OPS
        mon_op_history_slow_op_size uint advanced @mon =20
         max number of slow historical MON OPS to keep
        mon_op_history_slow_op_threshold secs advanced @mon =10
         duration of an op to be considered as a historical slow op
        mon_data str advanced !no_mon_update @mon =/var/lib/ceph/mon/$cluster-$id
         path to mon database
        mon_initial_members str advanced !no_mon_update !cluster_create @mon
        mon_compact_on_start bool advanced @mon
        mon_compact_on_bootstrap bool advanced @mon
        mon_compact_on_trim bool advanced @mon =true
        mon_osdmap_full_prune_enabled bool advanced @mon &mon_osdmap_full_prune_min \
        &mon_osdmap_full_prune_interval &mon_osdmap_full_prune_txsize =true
         enables pruning full osdmap versions when we go over a given number of maps
        mon_osdmap_full_prune_min uint advanced @mon &mon_osdmap_full_prune_enabled \
        &mon_osdmap_full_prune_interval &mon_osdmap_full_prune_txsize =10000
         minimum number of versions in the store to trigger full map pruning
        mon_osdmap_full_prune_interval uint advanced @mon &mon_osdmap_full_prune_enabled \
        &mon_osdmap_full_prune_interval &mon_osdmap_full_prune_txsize =10
         interval between maps that will not be pruned; maps in the middle will be pruned.
        mon_osdmap_full_prune_txsize uint advanced @mon &mon_osdmap_full_prune_enabled \
        &mon_osdmap_full_prune_interval &mon_osdmap_full_prune_txsize =100
         number of maps we will prune per iteration
        mon_osd_cache_size int advanced @mon =500
         maximum number of OSDMaps to cache in memory
        mon_osd_cache_size_min size advanced @mon =134217728
         The minimum amount of bytes to be kept mapped in memory for osd monitor caches.
        mon_memory_target size basic !runtime @mon =2147483648
         The amount of bytes pertaining to osd monitor caches and kv cache to be kept mapped in memory with \
        cache auto-tuning enabled
        mon_memory_autotune bool basic !runtime @mon =true
         Autotune the cache memory being used for osd monitors and kv database
        mon_cpu_threads int advanced @mon =4
         worker threads for CPU intensive background work
        mon_osd_mapping_pgs_per_chunk int dev @mon =4096
         granularity of PG placement calculation background work
        mon_clean_pg_upmaps_per_chunk uint dev @mon =256
         granularity of PG upmap validation background work
        mon_osd_max_creating_pgs int advanced @mon =1024
         maximum number of PGs the mon will create at once
        mon_osd_max_initial_pgs int advanced @mon =1024
         maximum number of PGs a pool will created with
          If the user specifies more PGs than this, the cluster will subsequently split PGs after the pool \
        is created in order to reach the target.
        mon_tick_interval int advanced @mon =5
         interval for internal mon background checks
        mon_session_timeout int advanced @mon =300
         close inactive mon client connections after this many seconds
        mon_subscribe_interval float dev @mon =86400
         subscribe interval for pre-jewel clients
        mon_delta_reset_interval float advanced @mon @mon =10
         window duration for rate calculations in 'ceph status'
        mon_osd_laggy_halflife int advanced @mon =3600
         halflife of OSD 'lagginess' factor
        mon_osd_laggy_weight float advanced @mon <0 >1 =0.3
         how heavily to weight OSD marking itself back up in overall laggy_probability
          1.0 means that an OSD marking itself back up (because it was marked down but not actually dead) \
        means a 100% laggy_probability; 0.0 effectively disables tracking of laggy_probability.
        mon_osd_laggy_max_interval int advanced @mon =300
         cap value for period for OSD to be marked for laggy_interval calculation
        mon_osd_adjust_heartbeat_grace bool advanced @mon &mon_osd_laggy_halflife &mon_osd_laggy_weight \
        &mon_osd_laggy_max_interval =true
         increase OSD heartbeat grace if peers appear to be laggy
          If an OSD is marked down but then marks itself back up, it implies it wasn't actually down but was \
        unable to respond to heartbeats.  If this option is true, we can use the laggy_probability and \
        laggy_interval values calculated to model this situation to increase the heartbeat grace period for \
        this OSD so that it isn't marked down again.  laggy_probability is an estimated probability that the \
        given OSD is down because it is laggy (not actually down), and laggy_interval is an estiate on how \
        long it stays down when it is laggy.
        mon_osd_adjust_down_out_interval bool advanced @mon &mon_osd_adjust_heartbeat_grace =true
         increase the mon_osd_down_out_interval if an OSD appears to be laggy
        mon_osd_auto_mark_in bool advanced @mon
         mark any OSD that comes up 'in'
        mon_osd_auto_mark_auto_out_in bool advanced @mon &mon_osd_down_out_interval =true
         mark any OSD that comes up that was automatically marked 'out' back 'in'
        mon_osd_auto_mark_new_in bool advanced @mon =true
         mark any new OSD that comes up 'in'
        mon_osd_destroyed_out_interval int advanced @mon =600
         mark any OSD 'out' that has been 'destroy'ed for this long (seconds)
        mon_osd_down_out_interval int advanced @mon =600
         mark any OSD 'out' that has been 'down' for this long (seconds)
        mon_osd_down_out_subtree_limit str advanced !runtime @mon &mon_osd_down_out_interval =rack
         do not automatically mark OSDs 'out' if an entire subtree of this size is down
        mon_osd_min_up_ratio float advanced @mon &mon_osd_down_out_interval =0.3
         do not automatically mark OSDs 'out' if fewer than this many OSDs are 'up'
        mon_osd_min_in_ratio float advanced @mon &mon_osd_down_out_interval =0.75
         do not automatically mark OSDs 'out' if fewer than this many OSDs are 'in'
        mon_osd_warn_op_age float advanced @mgr =32
         issue REQUEST_SLOW health warning if OSD ops are slower than this age (seconds)
        mon_osd_warn_num_repaired uint advanced @mon =10
         issue OSD_TOO_MANY_REPAIRS health warning if an OSD has more than this many read repairs
        mon_osd_err_op_age_ratio float advanced @mgr =128
         issue REQUEST_STUCK health error if OSD ops are slower than is age (seconds)
        mon_osd_prime_pg_temp bool dev @mon =true
         minimize peering work by priming pg_temp values after a map change
        mon_osd_prime_pg_temp_max_time float dev @mon =0.5
         maximum time to spend precalculating PG mappings on map change (seconds)
        mon_osd_prime_pg_temp_max_estimate float advanced @mon =0.25
         calculate all PG mappings if estimated fraction of PGs that change is above this amount
        mon_stat_smooth_intervals uint advanced @mgr <1 =6
         number of PGMaps stats over which we calc the average read/write throughput of the whole cluster
        mon_election_timeout float advanced @mon =5
         maximum time for a mon election (seconds)
        mon_election_default_strategy uint advanced <1 >3 =1
         The election strategy to set when constructing the first monmap.
        mon_lease float advanced @mon =5
         lease interval between quorum monitors (seconds)
          This setting controls how sensitive your mon quorum is to intermittent network issues or other \
        failures.
        mon_lease_renew_interval_factor float advanced @mon &mon_lease <0 >0.9999999 =0.6
         multiple of mon_lease for the lease renewal interval
          Leases must be renewed before they time out.  A smaller value means frequent renewals, while a \
        value close to 1 makes a lease expiration more likely.
        mon_lease_ack_timeout_factor float advanced @mon &mon_lease <1.0001 >100 =2
         multiple of mon_lease for the lease ack interval before calling new election
        mon_accept_timeout_factor float advanced @mon &mon_lease =2
         multiple of mon_lease for follower mons to accept proposed state changes before calling a new \
        election
        mon_elector_ping_timeout float advanced @mon &mon_elector_ping_divisor =2
         The time after which a ping 'times out' and a connection is considered down
        mon_elector_ping_divisor uint advanced @mon &mon_elector_ping_timeout =2
         We will send a ping up to this many times per timeout per
        mon_con_tracker_persist_interval uint advanced @mon <1 >100000 =10
         how many updates the ConnectionTracker takes before it persists to disk
        mon_con_tracker_score_halflife uint advanced @mon <60 =43200
         The 'halflife' used when updating/calculating peer connection scores
        mon_elector_ignore_propose_margin float advanced @mon =0.0005
         The difference in connection score allowed before a peon stops ignoring out-of-quorum PROPOSEs
        mon_warn_on_degraded_stretch_mode bool advanced @mon =true
         Issue a health warning if we are in degraded stretch mode
        mon_stretch_cluster_recovery_ratio float advanced @mon <0.51 >1 =0.6
         the ratio of up OSDs at which a degraded stretch cluster enters recovery
        mon_stretch_recovery_min_wait float advanced @mon <1 =15
         how long the monitors wait before considering fully-healthy PGs as evidence the stretch mode is \
        repaired
        mon_stretch_pool_size uint dev @mon <3 >6 =4
        mon_stretch_pool_min_size uint dev @mon <2 >4 =2
        mon_clock_drift_allowed float advanced @mon =0.05
         allowed clock drift (in seconds) between mons before issuing a health warning
        mon_clock_drift_warn_backoff float advanced @mon =5
         exponential backoff factor for logging clock drift warnings in the cluster log
        mon_timecheck_interval float advanced @mon =300
         frequency of clock synchronization checks between monitors (seconds)
        mon_timecheck_skew_interval float advanced @mon &mon_timecheck_interval =30
         frequency of clock synchronization (re)checks between monitors while clocks are believed to be \
        skewed (seconds)
        mon_pg_stuck_threshold int advanced @mgr =60
         number of seconds after which pgs can be considered stuck inactive, unclean, etc
          see doc/control.rst under dump_stuck for more info
        mon_pg_warn_min_per_osd uint advanced @mgr
         minimal number PGs per (in) osd before we warn the admin
        mon_max_pg_per_osd uint advanced @mgr <1 =250
         Max number of PGs per OSD the cluster will allow
          If the number of PGs per OSD exceeds this, a health warning will be visible in `ceph status`.  \
        This is also used in automated PG management, as the threshold at which some pools' pg_num may be \
        shrunk in order to enable increasing the pg_num of others.
        mon_target_pg_per_osd uint advanced <1 =100
         Automated PG management creates this many PGs per OSD
          When creating pools, the automated PG management logic will attempt to reach this target.  In some \
        circumstances, it may exceed this target, up to the ``mon_max_pg_per_osd`` limit. Conversely, a \
        lower number of PGs per OSD may be created if the cluster is not yet fully utilised
        mon_pg_warn_max_object_skew float advanced @mgr =10
         max skew few average in objects per pg
        mon_pg_warn_min_objects int advanced @mgr =10000
         do not warn below this object #
        mon_pg_warn_min_pool_objects int advanced @mgr =1000
         do not warn on pools below this object #
        mon_pg_check_down_all_threshold float advanced @mgr =0.5
         threshold of down osds after which we check all pgs
        mon_cache_target_full_warn_ratio float advanced !no_mon_update !cluster_create @mgr =0.66
         issue CACHE_POOL_NEAR_FULL health warning when cache pool utilization exceeds this ratio of usable \
        space
        mon_osd_full_ratio float advanced !no_mon_update !cluster_create =0.95
         full ratio of OSDs to be set during initial creation of the cluster
        mon_osd_backfillfull_ratio float advanced !no_mon_update !cluster_create =0.9
        mon_osd_nearfull_ratio float advanced !no_mon_update !cluster_create =0.85
         nearfull ratio for OSDs to be set during initial creation of cluster
        mon_osd_initial_require_min_compat_client str advanced !no_mon_update !cluster_create =luminous
        mon_allow_pool_delete bool advanced @mon
         allow pool deletions
        mon_fake_pool_delete bool advanced @mon
         fake pool deletions by renaming the rados pool
        mon_globalid_prealloc uint advanced @mon =10000
         number of globalid values to preallocate
          This setting caps how many new clients can authenticate with the cluster before the monitors have \
        to perform a write to preallocate more.  Large values burn through the 64-bit ID space more quickly.
        mon_osd_report_timeout int advanced @mon =900
         time before OSDs who do not report to the mons are marked down (seconds)
        mon_warn_on_insecure_global_id_reclaim bool advanced @mon \
        &mon_warn_on_insecure_global_id_reclaim_allowed &auth_allow_insecure_global_id_reclaim \
        &auth_expose_insecure_global_id_reclaim =true
         issue AUTH_INSECURE_GLOBAL_ID_RECLAIM health warning if any connected clients are insecurely \
        reclaiming global_id
        mon_warn_on_insecure_global_id_reclaim_allowed bool advanced @mon \
        &mon_warn_on_insecure_global_id_reclaim &auth_allow_insecure_global_id_reclaim \
        &auth_expose_insecure_global_id_reclaim =true
         issue AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED health warning if insecure global_id reclaim is allowed
        mon_warn_on_msgr2_not_enabled bool advanced @mon &ms_bind_msgr2 =true
         issue MON_MSGR2_NOT_ENABLED health warning if monitors are all running Nautilus but not all binding \
        to a msgr2 port
        mon_warn_on_legacy_crush_tunables bool advanced @mgr &mon_crush_min_required_version =true
         issue OLD_CRUSH_TUNABLES health warning if CRUSH tunables are older than \
        mon_crush_min_required_version
        mon_crush_min_required_version str advanced @mgr &mon_warn_on_legacy_crush_tunables =hammer
         minimum ceph release to use for mon_warn_on_legacy_crush_tunables
        mon_warn_on_crush_straw_calc_version_zero bool advanced @mgr =true
         issue OLD_CRUSH_STRAW_CALC_VERSION health warning if the CRUSH map's straw_calc_version is zero
        mon_warn_on_osd_down_out_interval_zero bool advanced @mgr &mon_osd_down_out_interval =true
         issue OSD_NO_DOWN_OUT_INTERVAL health warning if mon_osd_down_out_interval is zero
          Having mon_osd_down_out_interval set to 0 means that down OSDs are not marked out automatically \
        and the cluster does not heal itself without administrator intervention.
        mon_warn_on_cache_pools_without_hit_sets bool advanced @mgr =true
         issue CACHE_POOL_NO_HIT_SET health warning for cache pools that do not have hit sets configured
        mon_warn_on_pool_no_app bool dev @mgr =true
         issue POOL_APP_NOT_ENABLED health warning if pool has not application enabled
        mon_warn_on_pool_pg_num_not_power_of_two bool dev @mon =true
         issue POOL_PG_NUM_NOT_POWER_OF_TWO warning if pool has a non-power-of-two pg_num value
        mon_warn_on_pool_no_redundancy bool advanced @mon &osd_pool_default_size &osd_pool_default_min_size \
        =true
         Issue a health warning if any pool is configured with no replicas
        mon_allow_pool_size_one bool advanced @mon
         allow configuring pool with no replicas
        mon_warn_on_misplaced bool advanced @mgr
         Issue a health warning if there are misplaced objects
        mon_warn_on_too_few_osds bool advanced @mgr =true
         Issue a health warning if there are fewer OSDs than osd_pool_default_size
        mon_warn_on_slow_ping_time float advanced @mgr &mon_warn_on_slow_ping_ratio
         Override mon_warn_on_slow_ping_ratio with specified threshold in milliseconds
        mon_warn_on_slow_ping_ratio float advanced @mgr &osd_heartbeat_grace &mon_warn_on_slow_ping_time =0.05
         Issue a health warning if heartbeat ping longer than percentage of osd_heartbeat_grace
        mon_max_snap_prune_per_epoch uint advanced @mon =100
         max number of pruned snaps we will process in a single OSDMap epoch
        mon_min_osdmap_epochs int advanced @mon =500
         min number of OSDMaps to store
        mon_max_log_epochs int advanced @mon =500
         max number of past cluster log epochs to store
        mon_max_mdsmap_epochs int advanced @mon =500
         max number of FSMaps/MDSMaps to store
        mon_max_mgrmap_epochs int advanced @mon =500
         max number of MgrMaps to store
        mon_max_osd int advanced @mon =10000
         max number of OSDs in a cluster
        mon_probe_timeout float advanced @mon =2
         timeout for querying other mons during bootstrap pre-election phase (seconds)
        mon_client_bytes size advanced @mon =104857600
         max bytes of outstanding client messages mon will read off the network
        mon_daemon_bytes size advanced @mon =419430400
         max bytes of outstanding mon messages mon will read off the network
        mon_mgr_proxy_client_bytes_ratio float dev @mon =0.3
         ratio of mon_client_bytes that can be consumed by proxied mgr commands before we error out to client
        mon_log_max_summary uint advanced @mon =50
         number of recent cluster log messages to retain
        mon_max_log_entries_per_event int advanced @mon =4096
         max cluster log entries per paxos event
        mon_reweight_min_pgs_per_osd uint advanced @mgr =10
        mon_reweight_min_bytes_per_osd size advanced @mgr =104857600
        mon_reweight_max_osds int advanced @mgr =4
        mon_reweight_max_change float advanced @mgr =0.05
        mon_health_to_clog bool advanced @mon =true
         log monitor health to cluster log
        mon_health_to_clog_interval int advanced @mon &mon_health_to_clog =600
         frequency to log monitor health to cluster log
        mon_health_to_clog_tick_interval float dev @mon =60
        mon_health_detail_to_clog bool dev =true
         log health detail to cluster log
        mon_health_max_detail uint advanced @mon =50
         max detailed pgs to report in health detail
        mon_health_log_update_period int dev @mon <0 =5
         minimum time in seconds between log messages about each health check
        mon_data_avail_crit int advanced @mon =5
         issue MON_DISK_CRIT health error when mon available space below this percentage
        mon_data_avail_warn int advanced @mon =30
         issue MON_DISK_LOW health warning when mon available space below this percentage
        mon_data_size_warn size advanced @mon =16106127360
         issue MON_DISK_BIG health warning when mon database is above this size
        mon_warn_pg_not_scrubbed_ratio float advanced &osd_scrub_max_interval <0 =0.5
         Percentage of the scrub max interval past the scrub max interval to warn
        mon_warn_pg_not_deep_scrubbed_ratio float advanced &osd_deep_scrub_interval <0 =0.75
         Percentage of the deep scrub interval past the deep scrub interval to warn
        mon_scrub_interval secs advanced @mon =86400
         frequency for scrubbing mon database
        mon_scrub_timeout int advanced @mon =300
         timeout to restart scrub of mon quorum participant does not respond for the latest chunk
        mon_scrub_max_keys int advanced @mon =100
         max keys per on scrub chunk/step
        mon_scrub_inject_crc_mismatch float dev @mon
         probability for injecting crc mismatches into mon scrub
        mon_scrub_inject_missing_keys float dev @mon
         probability for injecting missing keys into mon scrub
        mon_config_key_max_entry_size size advanced @mon =65536
         Defines the number of bytes allowed to be held in a single config-key entry
        mon_sync_timeout float advanced @mon =60
         timeout before canceling sync if syncing mon does not respond
        mon_sync_max_payload_size size advanced @mon =1048576
         target max message payload for mon sync
        mon_sync_max_payload_keys int advanced @mon =2000
         target max keys in message payload for mon sync
        mon_sync_debug bool dev @mon
         enable extra debugging during mon sync
        mon_inject_sync_get_chunk_delay float dev @mon
         inject delay during sync (seconds)
        mon_osd_min_down_reporters uint advanced @mon &mon_osd_reporter_subtree_level =2
         number of OSDs from different subtrees who need to report a down OSD for it to count
        mon_osd_reporter_subtree_level str advanced !runtime @mon =host
         in which level of parent bucket the reporters are counted
        mon_osd_snap_trim_queue_warn_on int advanced @mon =32768
         Warn when snap trim queue is that large (or larger).
          Warn when snap trim queue length for at least one PG crosses this value, as this is indicator of \
        snap trimmer not keeping up, wasting disk space
        mon_osd_force_trim_to int dev @mon
         force mons to trim osdmaps through this epoch
        mon_mds_force_trim_to int dev @mon
         force mons to trim mdsmaps/fsmaps through this epoch
        mds_beacon_mon_down_grace secs advanced =60
         tolerance in seconds for missed MDS beacons to monitors
          The interval without beacons before Ceph declares an MDS laggy when a monitor is down.
        """
}
