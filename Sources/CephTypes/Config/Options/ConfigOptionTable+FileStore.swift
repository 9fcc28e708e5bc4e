// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// Options of the other object stores, the journal and the manager.
    static let fileStore = """
        kstore_max_ops uint advanced =512
        kstore_max_bytes size advanced =67108864
        kstore_backend str advanced =rocksdb
        kstore_rocksdb_options str advanced =compression=kNoCompression
         Options to pass through when RocksDB is used as the KeyValueDB for kstore.
        kstore_fsck_on_mount bool advanced
         Whether or not to run fsck on mount for kstore.
        kstore_fsck_on_mount_deep bool advanced =true
         Whether or not to run deep fsck on mount for kstore
        kstore_nid_prealloc uint advanced =1024
        kstore_sync_transaction bool advanced
        kstore_sync_submit_transaction bool advanced
        kstore_onode_map_size uint advanced =1024
        kstore_default_stripe_size size advanced =65536
        filestore_rocksdb_options str dev \
        =max_background_jobs=10,compaction_readahead_size=2097152,compression=kNoCompression
         Options to pass through when RocksDB is used as the KeyValueDB for filestore.
        filestore_omap_backend str dev |leveldb |rocksdb =rocksdb
         The KeyValueDB to use for filestore metadata (ie omap).
        filestore_omap_backend_path str dev
         The path where the filestore KeyValueDB should store it's database(s).
        filestore_wbthrottle_enable bool advanced =true
         Enabling throttling of operations to backing file system
        filestore_wbthrottle_btrfs_bytes_start_flusher size advanced =41943040
         Start flushing (fsyncing) when this many bytes are written(btrfs)
        filestore_wbthrottle_btrfs_bytes_hard_limit size advanced =419430400
         Block writes when this many bytes haven't been flushed (fsynced) (btrfs)
        filestore_wbthrottle_btrfs_ios_start_flusher uint advanced =500
         Start flushing (fsyncing) when this many IOs are written (brtrfs)
        filestore_wbthrottle_btrfs_ios_hard_limit uint advanced =5000
         Block writes when this many IOs haven't been flushed (fsynced) (btrfs)
        filestore_wbthrottle_btrfs_inodes_start_flusher uint advanced =500
         Start flushing (fsyncing) when this many distinct inodes have been modified (btrfs)
        filestore_wbthrottle_xfs_bytes_start_flusher size advanced =41943040
         Start flushing (fsyncing) when this many bytes are written(xfs)
        filestore_wbthrottle_xfs_bytes_hard_limit size advanced =419430400
         Block writes when this many bytes haven't been flushed (fsynced) (xfs)
        filestore_wbthrottle_xfs_ios_start_flusher uint advanced =500
         Start flushing (fsyncing) when this many IOs are written (xfs)
        filestore_wbthrottle_xfs_ios_hard_limit uint advanced =5000
         Block writes when this many IOs haven't been flushed (fsynced) (xfs)
        filestore_wbthrottle_xfs_inodes_start_flusher uint advanced =500
         Start flushing (fsyncing) when this many distinct inodes have been modified (xfs)
        filestore_wbthrottle_btrfs_inodes_hard_limit uint advanced =5000
         Block writing when this many inodes have outstanding writes (btrfs)
        filestore_wbthrottle_xfs_inodes_hard_limit uint advanced =5000
         Block writing when this many inodes have outstanding writes (xfs)
        filestore_odsync_write bool dev
         Write with O_DSYNC
        filestore_index_retry_probability float dev
        filestore_debug_inject_read_err bool dev
        filestore_debug_random_read_err float dev
        filestore_debug_omap_check bool dev
        filestore_omap_header_cache_size size dev =1024
        filestore_max_inline_xattr_size size dev
        filestore_max_inline_xattr_size_xfs size dev =65536
        filestore_max_inline_xattr_size_btrfs size dev =2048
        filestore_max_inline_xattr_size_other size dev =512
        filestore_max_inline_xattrs uint dev
        filestore_max_inline_xattrs_xfs uint dev =10
        filestore_max_inline_xattrs_btrfs uint dev =10
        filestore_max_inline_xattrs_other uint dev =2
        filestore_max_xattr_value_size size dev
        filestore_max_xattr_value_size_xfs size dev =65536
        filestore_max_xattr_value_size_btrfs size dev =65536
        filestore_max_xattr_value_size_other size dev =1024
        filestore_sloppy_crc bool dev
        filestore_sloppy_crc_block_size size dev =65536
        filestore_max_alloc_hint_size size dev =1048576
        filestore_max_sync_interval float advanced =5
         Period between calls to syncfs(2) and journal trims (seconds)
        filestore_min_sync_interval float dev =0.01
         Minimum period between calls to syncfs(2)
        filestore_btrfs_snap bool dev =true
        filestore_btrfs_clone_range bool advanced =true
         Use btrfs clone_range ioctl to efficiently duplicate objects
        filestore_zfs_snap bool dev
        filestore_fsync_flushes_journal_data bool dev
        filestore_fiemap bool advanced
         Use fiemap ioctl(2) to determine which parts of objects are sparse
        filestore_punch_hole bool advanced
         Use fallocate(2) FALLOC_FL_PUNCH_HOLE to efficiently zero ranges of objects
        filestore_seek_data_hole bool advanced
         Use lseek(2) SEEK_HOLE and SEEK_DATA to determine which parts of objects are sparse
        filestore_splice bool advanced
         Use splice(2) to more efficiently copy data between files
        filestore_fadvise bool advanced =true
         Use posix_fadvise(2) to pass hints to file system
        filestore_collect_device_partition_information bool advanced =true
         Collect metadata about the backing file system on OSD startup
        filestore_xfs_extsize bool advanced
         Use XFS extsize ioctl(2) to hint allocator about expected write sizes
        filestore_journal_parallel bool dev
        filestore_journal_writeahead bool dev
        filestore_journal_trailing bool dev
        filestore_queue_max_ops uint advanced =50
         Max IO operations in flight
        filestore_queue_max_bytes size advanced =104857600
         Max (written) bytes in flight
        filestore_caller_concurrency int dev =10
        filestore_expected_throughput_bytes float advanced =209715200
         Expected throughput of backend device (aids throttling calculations)
        filestore_expected_throughput_ops float advanced =200
         Expected through of backend device in IOPS (aids throttling calculations)
        filestore_queue_max_delay_multiple float dev
        filestore_queue_high_delay_multiple float dev
        filestore_queue_max_delay_multiple_bytes float dev
        filestore_queue_high_delay_multiple_bytes float dev
        filestore_queue_max_delay_multiple_ops float dev
        filestore_queue_high_delay_multiple_ops float dev
        filestore_queue_low_threshhold float dev =0.3
        filestore_queue_high_threshhold float dev =0.9
        filestore_op_threads int advanced =2
         Threads used to apply changes to backing file system
        filestore_op_thread_timeout int advanced =60
         Seconds before a worker thread is considered stalled
        filestore_op_thread_suicide_timeout int advanced =180
         Seconds before a worker thread is considered dead
        filestore_commit_timeout float advanced =600
         Seconds before backing file system is considered hung
        filestore_fiemap_threshold size dev =4096
        filestore_merge_threshold int dev =-10
        filestore_split_multiple int dev =2
        filestore_split_rand_factor uint dev =20
        filestore_update_to int dev =1000
        filestore_blackhole bool dev
        filestore_fd_cache_size int dev =128
        filestore_fd_cache_shards int dev =16
        filestore_ondisk_finisher_threads int dev =1
        filestore_apply_finisher_threads int dev =1
        filestore_dump_file str dev
        filestore_kill_at int dev
        filestore_inject_stall int dev
        filestore_fail_eio bool dev =true
        filestore_debug_verify_split bool dev
        journal_dio bool dev =true
        journal_aio bool dev =true
        journal_force_aio bool dev
        journal_block_size size dev =4096
        journal_block_align bool dev =true
        journal_write_header_frequency uint dev
        journal_max_write_bytes size advanced =10485760
         Max bytes in flight to journal
        journal_max_write_entries int advanced =100
         Max IOs in flight to journal
        journal_throttle_low_threshhold float dev =0.6
        journal_throttle_high_threshhold float dev =0.9
        journal_throttle_high_multiple float dev
        journal_throttle_max_multiple float dev
        journal_align_min_size size dev =65536
        journal_replay_from int dev
        mgr_stats_threshold int advanced <0 >11 =5
         Lowest perfcounter priority collected by mgr
          Daemons only set perf counter data to the manager daemon if the counter has a priority higher than \
        this.
        journal_zero_on_create bool dev
        journal_ignore_corruption bool dev
        journal_discard bool dev
        fio_dir str advanced =/tmp/fio
        rados_mon_op_timeout secs advanced !runtime <0
         timeout for operations handled by monitors such as statfs (0 is unlimited)
        rados_osd_op_timeout secs advanced !runtime <0
         timeout for operations handled by osds such as write (0 is unlimited)
        rados_tracing bool advanced
        cephadm_path str advanced @mgr =/usr/sbin/cephadm
         Path to cephadm utility
        mgr_max_pg_num_change int advanced @mgr =128
         maximum change in pg_num
        mgr_module_path str advanced @mgr =/usr/share/ceph/mgr
         Filesystem path to manager modules.
        mgr_standby_modules bool advanced =true
         Start modules in standby (redirect) mode when mgr is standby
          By default, the standby modules will answer incoming requests with a HTTP redirect to the active \
        manager, allowing users to point their browser at any mgr node and find their way to an active mgr.  \
        However, this mode is problematic when using a load balancer because (1) the redirect locations are \
        usually private IPs and (2) the load balancer can't identify which mgr is the right one to send \
        traffic to. If a load balancer is being used, set this to false.
        mgr_disabled_modules str advanced !startup @mgr &mgr_module_path =diskprediction_local
         List of manager modules never get loaded
          A comma delimited list of module names. This list is read by manager when it starts. By default, \
        manager loads all modules found in specified 'mgr_module_path', and it starts the enabled ones as \
        instructed. The modules in this list will not be loaded at all.
        mgr_initial_modules str basic !no_mon_update !cluster_create @mon =restful iostat nfs
         List of manager modules to enable when the cluster is first started
          This list of module names is read by the monitor when the cluster is first started after \
        installation, to populate the list of enabled manager modules.  Subsequent updates are done using \
        the 'mgr module [enable|disable]' commands.  List may be comma or space separated.
        mgr_data str advanced !no_mon_update @mgr =/var/lib/ceph/mgr/$cluster-$id
         Filesystem path to the ceph-mgr data directory, used to contain keyring.
        mgr_tick_period secs advanced @mgr =2
         Period in seconds of beacon messages to monitor
        mgr_stats_period int basic @mgr =5
         Period in seconds of OSD/MDS stats reports to manager
          Use this setting to control the granularity of time series data collection from daemons.  Adjust \
        upwards if the manager CPU load is too high, or if you simply do not require the most up to date \
        performance counter data.
        mgr_client_bytes size dev @mgr =134217728
        mgr_client_messages uint dev @mgr =512
        mgr_osd_bytes size dev @mgr =536870912
        mgr_osd_messages uint dev @mgr =8192
        mgr_mds_bytes size dev @mgr =134217728
        mgr_mds_messages uint dev @mgr =128
        mgr_mon_bytes size dev @mgr =134217728
        mgr_mon_messages uint dev @mgr =128
        mgr_connect_retry_interval float dev @common =1
        mgr_service_beacon_grace float advanced @mgr =60
         Period in seconds from last beacon to manager dropping state about a monitored service (RGW, \
        rbd-mirror etc)
        mgr_client_service_daemon_unregister_timeout float dev =1
         Time to wait during shutdown to deregister service with mgr
        mgr_debug_aggressive_pg_num_changes bool dev @mgr
         Bypass most throttling and safety checks in pg[p]_num controller
        mon_mgr_digest_period int dev @mon =5
         Period in seconds between monitor-to-manager health/status updates
        mon_down_mkfs_grace secs advanced @mon =60
         Period in seconds that the cluster may have a mon down after cluster creation
        mon_mgr_beacon_grace secs advanced @mon =30
         Period in seconds from last beacon to monitor marking a manager daemon as failed
        mon_mgr_inactive_grace int advanced @mon =60
         Period in seconds after cluster creation during which cluster may have no active manager
          This grace period enables the cluster to come up cleanly without raising spurious health check \
        failures about managers that aren't online yet
        mon_mgr_mkfs_grace int advanced @mon =120
         Period in seconds that the cluster may have no active manager before this is reported as an ERR \
        rather than a WARN
        throttler_perf_counter bool advanced =true
        event_tracing bool advanced
        bluestore_tracing bool advanced
         Enable bluestore event tracing.
        bluestore_throttle_trace_rate float advanced
         Rate at which to sample bluestore transactions (per second)
        debug_deliberately_leak_memory bool dev
        debug_asserts_on_shutdown bool dev
         Enable certain asserts to check for refcounting bugs on shutdown; see \
        http://tracker.ceph.com/issues/21738
        debug_asok_assert_abort bool dev
         allow commands 'assert' and 'abort' via asok for testing crash dumps etc
        target_max_misplaced_ratio float basic =0.05
         Max ratio of misplaced objects to target when throttling data rebalancing activity
        device_failure_prediction_mode str basic !runtime |none |local |cloud =none
         Method used to predict device failures
          To disable prediction, use 'none',  'local' uses a prediction model that runs inside the mgr \
        daemon.  'cloud' will share metrics with a cloud service and query the service for devicelife \
        expectancy.
        gss_ktab_client_file str advanced @mon @osd =/var/lib/ceph/$name/gss_client_$name.ktab
         GSS/KRB5 Keytab file for client authentication
          This sets the full path for the GSS/Kerberos client keytab file location.
        gss_target_name str advanced @mon @osd =ceph
        \u{20}
          This sets the gss target service name.
        debug_disable_randomized_ping bool dev
         Disable heartbeat ping randomization for testing purposes
        debug_heartbeat_testing_span int dev
         Override 60 second periods for testing only
        librados_thread_count uint advanced #client <1 =2
         Size of thread pool for Objecter
        osd_asio_thread_count uint advanced #osd <1 =2
         Size of thread pool for ASIO completions
        cephsqlite_lock_renewal_interval millisecs advanced #client &cephsqlite_lock_renewal_timeout <100 \
        =2000
         number of milliseconds before lock is renewed
        cephsqlite_lock_renewal_timeout millisecs advanced #client &cephsqlite_lock_renewal_interval <100 \
        =30000
         number of milliseconds before transaction lock times out
          The amount of time before a running libcephsqlite VFS connection has to renew a lock on the \
        database before the lock is automatically lost. If the lock is lost, the VFS will abort the process \
        to prevent database corruption.
        cephsqlite_blocklist_dead_locker bool advanced #client =true
         blocklist the last dead owner of the database lock
          Require that the Ceph SQLite VFS blocklist the last dead owner of the database when cleanup was \
        incomplete. DO NOT CHANGE THIS UNLESS YOU UNDERSTAND THE RAMIFICATIONS. CORRUPTION MAY RESULT.
        crimson_osd_obc_lru_size uint advanced =10
         Number of obcs to cache
        crimson_osd_scheduler_concurrency uint advanced
         The maximum number concurrent IO operations, 0 for unlimited
        bdev_type str advanced |aio |spdk |pmem |hm_smr
         Explicitly set the device type to select the driver if it's needed
        mgr_ttl_cache_expire_seconds uint dev !startup @mgr
         Set the time to live in seconds - set to 0 to disable the cache.
        """
}
