// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The metadata server's options.
    static let metadata = """
        mds_alternate_name_max size advanced !runtime @mds =8192
         set the maximum length of alternate names for dentries
        mds_valgrind_exit bool dev !runtime @mds
        mds_standby_replay_damaged bool dev !runtime @mds
        mds_numa_node int advanced !startup @mds =-1
         set mds's cpu affinity to a numa node (-1 for none)
        mds_data str advanced !no_mon_update @mds =/var/lib/ceph/mds/$cluster-$id
         path to MDS data and keyring
        mds_join_fs str basic !runtime @mds
         file system MDS prefers to join
          This setting indicates which file system name the MDS should prefer to join (affinity). The \
        monitors will try to have the MDS cluster safely reach a state where all MDS have strong affinity, \
        even via failovers to a standby.
        mds_max_xattr_pairs_size size advanced @mds =65536
         maximum aggregate size of extended attributes on a file
        mds_cache_trim_interval secs advanced !runtime @mds =1
         interval in seconds between cache trimming
        mds_cache_release_free_interval secs dev !runtime @mds =10
         interval in seconds between heap releases
        mds_cache_memory_limit size basic !runtime @mds =4294967296
         target maximum memory usage of MDS cache
          This sets a target maximum memory usage of the MDS cache and is the primary tunable to limit the \
        MDS memory usage. The MDS will try to stay under a reservation of this limit (by default 95%; 1 - \
        mds_cache_reservation) by trimming unused metadata in its cache and recalling cached items in the \
        client caches. It is possible for the MDS to exceed this limit due to slow recall from clients. The \
        mds_health_cache_threshold (150%) sets a cache full threshold for when the MDS signals a cluster \
        health warning.
        mds_cache_reservation float advanced !runtime @mds =0.05
         amount of memory to reserve for future cached objects
        mds_health_cache_threshold float advanced @mds =1.5
         threshold for cache size to generate health warning
        mds_cache_mid float advanced @mds =0.7
         midpoint for MDS cache LRU
        mds_cache_trim_decay_rate float advanced !runtime @mds =1
         decay rate for trimming MDS cache throttle
        mds_cache_trim_threshold size advanced !runtime @mds =262144
         threshold for number of dentries that can be trimmed
        mds_max_file_recover uint advanced @mds =32
         maximum number of files to recover file sizes in parallel
        mds_dir_max_commit_size int advanced @mds =10
         maximum size in megabytes for a RADOS write to a directory
        mds_dir_keys_per_op int advanced @mds =16384
         number of directory entries to read in one RADOS operation
        mds_decay_halflife float advanced @mds =5
         rate of decay for temperature counters on each directory for balancing
        mds_beacon_interval float advanced @mds =4
         interval in seconds between MDS beacons to monitors
        mds_beacon_grace float advanced @mds =15
         tolerance in seconds for missed MDS beacons to monitors
        mds_heartbeat_grace float advanced @mds =15
         tolerance in seconds for MDS internal heartbeat
        mds_heartbeat_reset_grace uint advanced @mds =1000
         the basic unit of tolerance in how many circles in a loop, which willkeep running by holding the \
        mds_lock, it must trigger to reset heartbeat
        mds_enforce_unique_name bool advanced @mds =true
         require MDS name is unique in the cluster
        mds_session_blocklist_on_timeout bool advanced @mds =true
         blocklist clients whose sessions have become stale
        mds_session_blocklist_on_evict bool advanced @mds =true
         blocklist clients that have been evicted
        mds_sessionmap_keys_per_op uint advanced @mds =1024
         number of omap keys to read from the SessionMap in one operation
        mds_recall_max_caps size advanced !runtime @mds =30000
         maximum number of caps to recall from client session in single recall
        mds_recall_max_decay_rate float advanced !runtime @mds =1.5
         decay rate for throttle on recalled caps on a session
        mds_recall_max_decay_threshold size advanced !runtime @mds =131072
         decay threshold for throttle on recalled caps on a session
        mds_recall_global_max_decay_threshold size advanced !runtime @mds =131072
         decay threshold for throttle on recalled caps globally
        mds_recall_warning_threshold size advanced !runtime @mds =262144
         decay threshold for warning on slow session cap recall
        mds_recall_warning_decay_rate float advanced !runtime @mds =60
         decay rate for warning on slow session cap recall
        mds_session_cache_liveness_decay_rate float advanced !runtime @mds \
        &mds_session_cache_liveness_magnitude =300
         decay rate for session liveness leading to preemptive cap recall
          This determines how long a session needs to be quiescent before the MDS begins preemptively \
        recalling capabilities. The default of 5 minutes will cause 10 halvings of the decay counter after 1 \
        hour, or 1/1024. The default magnitude of 10 (1^10 or 1024) is chosen so that the MDS considers a \
        previously chatty session (approximately) to be quiescent after 1 hour.
        mds_session_cache_liveness_magnitude size advanced !runtime @mds \
        &mds_session_cache_liveness_decay_rate =10
         decay magnitude for preemptively recalling caps on quiet client
          This is the order of magnitude difference (in base 2) of the internal liveness decay counter and \
        the number of capabilities the session holds. When this difference occurs, the MDS treats the \
        session as quiescent and begins recalling capabilities.
        mds_session_cap_acquisition_decay_rate float advanced !runtime @mds =30
         decay rate for session readdir caps leading to readdir throttle
          The half-life for the session cap acquisition counter of caps acquired by readdir. This is used \
        for throttling readdir requests from clients slow to release caps.
        mds_session_cap_acquisition_throttle uint advanced @mds =100000
         throttle point for cap acquisition decay counter
        mds_session_max_caps_throttle_ratio float advanced @mds =1.1
         ratio of mds_max_maps_per_client that client must exceed before readdir may be throttled by cap \
        acquisition throttle
        mds_cap_acquisition_throttle_retry_request_timeout float advanced @mds =0.5
         timeout in seconds after which a client request is retried due to cap acquisition throttling
        mds_freeze_tree_timeout float dev @mds =30
        mds_health_summarize_threshold int advanced @mds =10
         threshold of number of clients to summarize late client recall
        mds_reconnect_timeout float advanced @mds =45
         timeout in seconds to wait for clients to reconnect during MDS reconnect recovery state
        mds_deny_all_reconnect bool advanced !runtime @mds
         flag to deny all client reconnects during failover
        mds_tick_interval float advanced @mds =5
         time in seconds between upkeep tasks
        mds_dirstat_min_interval float dev @mds =1
        mds_scatter_nudge_interval float advanced @mds =5
         minimum interval between scatter lock updates
        mds_client_prealloc_inos int advanced @mds =1000
         number of unused inodes to pre-allocate to clients for file creation
        mds_client_delegate_inos_pct uint advanced !runtime @mds =50
         percentage of preallocated inos to delegate to client
        mds_early_reply bool advanced @mds =true
         additional reply to clients that metadata requests are complete but not yet durable
        mds_replay_unsafe_with_closed_session bool advanced !startup @mds
         complete all the replay request when mds is restarted, no matter the session is closed or not
        mds_default_dir_hash int advanced @mds =2
         hash function to select directory fragment for dentry name
        mds_log_pause bool dev @mds
        mds_log_skip_corrupt_events bool dev @mds
        mds_log_max_events int advanced @mds =-1
         maximum number of events in the MDS journal (-1 is unlimited)
        mds_log_events_per_segment int advanced @mds =1024
         maximum number of events in an MDS journal segment
        mds_log_segment_size size advanced @mds
         size in bytes of each MDS log segment
        mds_log_max_segments uint advanced @mds =128
         maximum number of segments which may be untrimmed
        mds_log_warn_factor float advanced !runtime @mds <1 =2
         trigger MDS_HEALTH_TRIM warning when the mds log is longer than mds_log_max_segments * \
        mds_log_warn_factor
        mds_bal_export_pin bool advanced @mds =true
         allow setting directory export pins to particular ranks
        mds_export_ephemeral_random bool advanced !runtime @mds =true
         allow ephemeral random pinning of the loaded subtrees
          probabilistically pin the loaded directory inode and the subtree beneath it to an MDS based on the \
        consistent hash of the inode number. The higher this value the more likely the loaded subtrees get \
        pinned
        mds_export_ephemeral_random_max float advanced !runtime @mds &mds_export_ephemeral_random <0 >1 =0.01
         the maximum percent permitted for random ephemeral pin policy
        mds_export_ephemeral_distributed bool advanced !runtime @mds =true
         allow ephemeral distributed pinning of the loaded subtrees
          pin the immediate child directories of the loaded directory inode based on the consistent hash of \
        the child's inode number.\u{20}
        mds_export_ephemeral_distributed_factor float advanced !runtime @mds <1 >100 =2
         multiple of max_mds for splitting and distributing directory
        mds_bal_sample_interval float advanced @mds =3
         interval in seconds between balancer ticks
        mds_bal_replicate_threshold float advanced @mds =8000
         hot popularity threshold to replicate a subtree
        mds_bal_unreplicate_threshold float advanced @mds
         cold popularity threshold to merge subtrees
        mds_bal_split_size int advanced @mds =10000
         minimum size of directory fragment before splitting
        mds_bal_split_rd float advanced @mds =25000
         hot read popularity threshold for splitting a directory fragment
        mds_bal_split_wr float advanced @mds =10000
         hot write popularity threshold for splitting a directory fragment
        mds_bal_split_bits int advanced @mds <1 >24 =3
         power of two child fragments for a fragment on split
        mds_bal_merge_size int advanced @mds =50
         size of fragments where merging should occur
        mds_bal_interval int advanced @mds =10
         interval between MDS balancer cycles
        mds_bal_fragment_interval int advanced @mds =5
         delay in seconds before interrupting client IO to perform splits
        mds_bal_fragment_size_max int advanced @mds =100000
         maximum size of a directory fragment before new creat/links fail
        mds_bal_fragment_fast_factor float advanced @mds =1.5
         ratio of mds_bal_split_size at which fast fragment splitting occurs
        mds_bal_fragment_dirs bool advanced @mds =true
         enable directory fragmentation
          Directory fragmentation is a standard feature of CephFS that allows sharding directories across \
        multiple objects for performance and stability. Additionally, this allows fragments to be \
        distributed across multiple active MDSs to increase throughput. Disabling (new) fragmentation should \
        only be done in exceptional circumstances and may lead to performance issues.
        mds_bal_idle_threshold float advanced @mds
         idle metadata popularity threshold before rebalancing
        mds_bal_max int dev @mds =-1
        mds_bal_max_until int dev @mds =-1
        mds_bal_mode int dev @mds
        mds_bal_min_rebalance float dev @mds =0.1
         amount overloaded over internal target before balancer begins offloading
        mds_bal_min_start float dev @mds =0.2
        mds_bal_need_min float dev @mds =0.8
        mds_bal_need_max float dev @mds =1.2
        mds_bal_midchunk float dev @mds =0.3
        mds_bal_minchunk float dev @mds =0.001
        mds_bal_target_decay float advanced @mds =10
         rate of decay for export targets communicated to clients
        mds_oft_prefetch_dirfrags bool advanced !startup @mds
         prefetch dirfrags recorded in open file table on startup
        mds_replay_interval float advanced @mds =1
         time in seconds between replay of updates to journal by standby replay MDS
        mds_shutdown_check int dev @mds
        mds_thrash_exports int dev @mds
        mds_thrash_fragments int dev @mds
        mds_dump_cache_on_map bool dev @mds
        mds_dump_cache_after_rejoin bool dev @mds
        mds_verify_scatter bool dev @mds
        mds_debug_scatterstat bool dev @mds
        mds_debug_frag bool dev @mds
        mds_debug_auth_pins bool dev @mds
        mds_debug_subtrees bool dev @mds
        mds_abort_on_newly_corrupt_dentry bool advanced @mds =true
         MDS will abort if dentry is detected newly corrupted.
        mds_go_bad_corrupt_dentry bool advanced !runtime @mds =true
         MDS will mark a corrupt dentry as bad and isolate
        mds_inject_rename_corrupt_dentry_first float dev !runtime @mds
         probabilistically inject corrupt CDentry::first at rename
        mds_inject_journal_corrupt_dentry_first float dev !runtime @mds
         probabilistically inject corrupt CDentry::first at journal load
        mds_kill_mdstable_at int dev @mds
        mds_max_export_size size dev @mds =20971520
        mds_kill_export_at int dev @mds
        mds_kill_import_at int dev @mds
        mds_kill_link_at int dev @mds
        mds_kill_rename_at int dev @mds
        mds_kill_openc_at int dev @mds
        mds_kill_journal_at int dev @mds
        mds_kill_journal_expire_at int dev @mds
        mds_kill_journal_replay_at int dev @mds
        mds_journal_format uint dev @mds =1
        mds_kill_create_at int dev @mds
        mds_inject_health_dummy bool dev @mds
        mds_kill_skip_replaying_inotable bool dev @mds
         Ceph will skip replaying the inotable when replaying the journal, and the premary MDS will crash, \
        while the replacing MDS won't. (for testing only)
        mds_inject_skip_replaying_inotable bool dev @mds
         Ceph will skip replaying the inotable when replaying the journal, and the premary MDS will crash, \
        while the replacing MDS won't. (for testing only)
        mds_inject_traceless_reply_probability float dev @mds
        mds_wipe_sessions bool dev @mds
        mds_wipe_ino_prealloc bool dev @mds
        mds_skip_ino int dev @mds
        mds_enable_op_tracker bool advanced @mds =true
         track remote operation progression and statistics
        mds_op_history_size uint advanced @mds =20
         maximum size for list of historical operations
        mds_op_history_duration uint advanced @mds =600
         expiration time in seconds of historical operations
        mds_op_complaint_time float advanced @mds =30
         time in seconds to consider an operation blocked after no updates
        mds_op_log_threshold int dev @mds =5
        mds_snap_min_uid uint advanced @mds
         minimum uid of client to perform snapshots
        mds_snap_max_uid uint advanced @mds =4294967294
         maximum uid of client to perform snapshots
        mds_snap_rstat bool advanced @mds
         enabled nested rstat for snapshots
        mds_verify_backtrace uint dev @mds =1
        mds_max_completed_flushes uint dev @mds =100000
        mds_max_completed_requests uint dev @mds =100000
        mds_action_on_write_error uint advanced @mds =1
         action to take when MDS cannot write to RADOS (0:ignore, 1:read-only, 2:suicide)
        mds_mon_shutdown_timeout float advanced @mds =5
         time to wait for mon to receive damaged MDS rank notification
        mds_max_purge_files uint advanced @mds =64
         maximum number of deleted files to purge in parallel
        mds_max_purge_ops uint advanced @mds =8192
         maximum number of purge operations performed in parallel
        mds_max_purge_ops_per_pg float advanced @mds =0.5
         number of parallel purge operations performed per PG
        mds_purge_queue_busy_flush_period float dev @mds =1
        mds_root_ino_uid int advanced @mds
         default uid for new root directory
        mds_root_ino_gid int advanced @mds
         default gid for new root directory
        mds_max_scrub_ops_in_progress int advanced @mds =5
         maximum number of scrub operations performed in parallel
        mds_forward_all_requests_to_auth bool advanced !runtime @mds
         always process op on auth mds
        mds_damage_table_max_entries int advanced @mds =10000
         maximum number of damage table entries
        mds_client_writeable_range_max_inc_objs uint advanced @mds =1024
         maximum number of objects in writeable range of a file for a client
        mds_min_caps_per_client uint advanced @mds =100
         minimum number of capabilities a client may hold
        mds_min_caps_working_set uint advanced !runtime @mds =10000
         number of capabilities a client may hold without cache pressure warnings generated
        mds_max_caps_per_client uint advanced @mds =1048576
         maximum number of capabilities a client may hold
        mds_hack_allow_loading_invalid_metadata bool advanced @mds
         INTENTIONALLY CAUSE DATA LOSS by bypasing checks for invalid metadata on disk. Allows testing \
        repair tools.
        mds_defer_session_stale bool dev @mds =true
        mds_inject_migrator_session_race bool dev @mds
        mds_request_load_average_decay_rate float advanced @mds =60
         rate of decay in seconds for calculating request load average
        mds_cap_revoke_eviction_timeout float advanced @mds
         number of seconds after which clients which have not responded to cap revoke messages by the MDS \
        are evicted.
        mds_dump_cache_threshold_formatter size dev @mds =1073741824
         threshold for cache usage to disallow "dump cache" operation to formatter
          Disallow MDS from dumping caches to formatter via "dump cache" command if cache usage exceeds this \
        threshold.
        mds_dump_cache_threshold_file size dev @mds
         threshold for cache usage to disallow "dump cache" operation to file
          Disallow MDS from dumping caches to file via "dump cache" command if cache usage exceeds this \
        threshold.
        mds_task_status_update_interval float dev @mds =2
         task status update interval to manager
          interval (in seconds) for sending mds task status to ceph manager
        mds_max_snaps_per_dir uint advanced !runtime @mds <0 >4096 =100
         max snapshots per directory
          maximum number of snapshots that can be created per directory
        mds_asio_thread_count uint advanced @mds #mds <1 =2
         Size of thread pool for ASIO completions
        mds_ping_grace secs advanced !runtime @mds =15
         timeout after which an MDS is considered laggy by rank 0 MDS.
          timeout for replying to a ping message sent by rank 0 after which an active MDS considered laggy \
        (delayed metrics) by rank 0.
        mds_ping_interval secs advanced !runtime @mds =5
         interval in seconds for sending ping messages to active MDSs.
          interval in seconds for rank 0 to send ping messages to all active MDSs.
        mds_sleep_rank_change float dev !runtime @mds
        mds_connect_bootstrapping bool dev !runtime @mds
        mds_metrics_update_interval secs advanced !runtime @mds =2
         interval in seconds for metrics data update.
          interval in seconds after which active MDSs send client metrics data to rank 0.
        mds_dir_max_entries uint advanced !runtime @mds
         maximum number of entries per directory before new creat/links fail
          The maximum number of entries before any new entries are rejected with ENOSPC.
        defer_client_eviction_on_laggy_osds bool advanced !runtime @mds =true
         Do not evict client if any osd is laggy
          Laggy OSD(s) can make clients laggy or unresponsive, this can lead to their eviction, this option \
        once enabled can help defer client eviction.
        mds_session_metadata_threshold size advanced !runtime @mds =16777216
         Evict non-advancing client-tid sessions exceeding the config size.
          Evict clients which are not advancing their request tids which causes a large buildup of session \
        metadata (`completed_requests`) in the MDS causing the MDS to go read-only since the RADOS operation \
        exceeds the size threashold. This config is the maximum size (in bytes) that a session metadata \
        (encoded) can grow.
        """
}
