// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// More of the OSD's options, and those of LevelDB and RocksDB.
    static let osdServices = """
        osd_heartbeat_stale int advanced =600
         Interval (in seconds) we mark an unresponsive heartbeat peer as stale.
          Automatically mark unresponsive heartbeat sessions as stale and tear them down. The primary \
        benefit is that OSD doesn't need to keep a flood of blocked heartbeat messages around in memory.
        osd_heartbeat_min_peers int advanced =10
        osd_heartbeat_use_min_delay_socket bool advanced
        osd_heartbeat_min_size size advanced =2000
         Minimum heartbeat packet size in bytes. Will add dummy payload if heartbeat packet is smaller than \
        this.
        osd_pg_max_concurrent_snap_trims uint advanced <1 =2
        osd_max_trimming_pgs uint advanced =2
        osd_heartbeat_min_healthy_ratio float advanced =0.33
        osd_mon_heartbeat_interval int advanced =30
        osd_mon_heartbeat_stat_stale int advanced =3600
         Stop reporting on heartbeat ping times not updated for this many seconds.
          Stop reporting on old heartbeat information unless this is set to zero
        osd_mon_report_interval int advanced =5
         Frequency of OSD reports to mon for peer failures, fullness status changes
        osd_mon_report_max_in_flight int advanced =2
        osd_beacon_report_interval int advanced =300
        osd_pg_stat_report_interval_max int advanced =500
        osd_max_snap_prune_intervals_per_epoch uint dev =512
         Max number of snap intervals to report to mgr in pg_stat_t
        osd_default_data_pool_replay_window int advanced =45
        osd_auto_mark_unfound_lost bool advanced
        osd_recovery_delay_start float advanced
        osd_recovery_max_active uint advanced !runtime &osd_recovery_max_active_hdd \
        &osd_recovery_max_active_ssd
         Number of simultaneous active recovery operations per OSD (overrides _ssd and _hdd if non-zero)
        osd_recovery_max_active_hdd uint advanced !runtime &osd_recovery_max_active \
        &osd_recovery_max_active_ssd =3
         Number of simultaneous active recovery operations per OSD (for rotational devices)
        osd_recovery_max_active_ssd uint advanced !runtime &osd_recovery_max_active \
        &osd_recovery_max_active_hdd =10
         Number of simultaneous active recovery operations per OSD (for non-rotational solid state devices)
        osd_recovery_max_single_start uint advanced =1
        osd_recovery_max_chunk size advanced =8388608
        osd_recovery_max_omap_entries_per_chunk uint advanced =8096
        osd_copyfrom_max_chunk size advanced =8388608
        osd_push_per_object_cost size advanced =1000
        osd_max_push_cost size advanced =8388608
        osd_max_push_objects uint advanced =10
        osd_max_scrubs int advanced =1
         Maximum concurrent scrubs on a single OSD
        osd_scrub_during_recovery bool advanced
         Allow scrubbing when PGs on the OSD are undergoing recovery
        osd_repair_during_recovery bool advanced
         Allow requested repairing when PGs on the OSD are undergoing recovery
        osd_scrub_begin_hour int advanced &osd_scrub_end_hour <0 >23
         Restrict scrubbing to this hour of the day or later
          Use osd_scrub_begin_hour=0 and osd_scrub_end_hour=0 for the entire day.
        osd_scrub_end_hour int advanced &osd_scrub_begin_hour <0 >23
         Restrict scrubbing to hours of the day earlier than this
          Use osd_scrub_begin_hour=0 and osd_scrub_end_hour=0 for the entire day.
        osd_scrub_begin_week_day int advanced &osd_scrub_end_week_day <0 >6
         Restrict scrubbing to this day of the week or later
          0 = Sunday, 1 = Monday, etc. Use osd_scrub_begin_week_day=0 osd_scrub_end_week_day=0 for the \
        entire week.
        osd_scrub_end_week_day int advanced &osd_scrub_begin_week_day <0 >6
         Restrict scrubbing to days of the week earlier than this
          0 = Sunday, 1 = Monday, etc. Use osd_scrub_begin_week_day=0 osd_scrub_end_week_day=0 for the \
        entire week.
        osd_scrub_load_threshold float advanced =0.5
         Allow scrubbing when system load divided by number of CPUs is below this value
        osd_scrub_min_interval float advanced &osd_scrub_max_interval =86400
         Scrub each PG no more often than this interval
        osd_scrub_max_interval float advanced &osd_scrub_min_interval =604800
         Scrub each PG no less often than this interval
        osd_scrub_interval_randomize_ratio float advanced &osd_scrub_min_interval =0.5
         Ratio of scrub interval to randomly vary
          This prevents a scrub 'stampede' by randomly varying the scrub intervals so that they are soon \
        uniformly distributed over the week
        osd_scrub_backoff_ratio float dev =0.66
         Backoff ratio for scheduling scrubs
          This is the precentage of ticks that do NOT schedule scrubs, 66% means that 1 out of 3 ticks will \
        schedule scrubs
        osd_scrub_chunk_min int advanced &osd_scrub_chunk_max =5
         Minimum number of objects to scrub in a single chunk
        osd_scrub_chunk_max int advanced &osd_scrub_chunk_min =25
         Maximum number of objects to scrub in a single chunk
        osd_scrub_sleep float advanced !runtime
         Duration to inject a delay during scrubbing
        osd_scrub_extended_sleep float advanced &osd_scrub_begin_hour &osd_scrub_end_hour \
        &osd_scrub_begin_week_day &osd_scrub_end_week_day
         Duration to inject a delay during scrubbing out of scrubbing hours
        osd_scrub_auto_repair bool advanced
         Automatically repair damaged objects detected during scrub
        osd_scrub_auto_repair_num_errors uint advanced &osd_scrub_auto_repair =5
         Maximum number of detected errors to automatically repair
        osd_scrub_max_preemptions uint advanced <0 >30 =5
         Set the maximum number of times we will preempt a deep scrub due to a client operation before \
        blocking client IO to complete the scrub
        osd_deep_scrub_interval float advanced =604800
         Deep scrub each PG (i.e., verify data checksums) at least this often
        osd_deep_scrub_randomize_ratio float advanced =0.15
         Scrubs will randomly become deep scrubs at this rate (0.15 -> 15% of scrubs are deep)
          This prevents a deep scrub 'stampede' by spreading deep scrubs so they are uniformly distributed \
        over the week
        osd_deep_scrub_stride size advanced =524288
         Number of bytes to read from an object at a time during deep scrub
        osd_deep_scrub_keys int advanced =1024
         Number of keys to read from an object at a time during deep scrub
        osd_deep_scrub_update_digest_min_age int advanced =7200
         Update overall object digest only if object was last modified longer ago than this
        osd_deep_scrub_large_omap_object_key_threshold uint advanced @osd \
        &osd_deep_scrub_large_omap_object_value_sum_threshold =200000
         Warn when we encounter an object with more omap keys than this
        osd_deep_scrub_large_omap_object_value_sum_threshold size advanced @osd \
        &osd_deep_scrub_large_omap_object_key_threshold =1073741824
         Warn when we encounter an object with more omap key bytes than this
        osd_class_dir str advanced =/usr/lib/x86_64-linux-gnu/rados-classes
        osd_open_classes_on_start bool advanced =true
        osd_class_load_list str advanced =cephfs hello journal lock log numops otp rbd refcount rgw rgw_gc \
        timeindex user version cas cmpomap queue 2pc_queue fifo
        osd_class_default_list str advanced =cephfs hello journal lock log numops otp rbd refcount rgw \
        rgw_gc timeindex user version cas cmpomap queue 2pc_queue fifo
        osd_check_for_log_corruption bool advanced
        osd_use_stale_snap bool advanced
        osd_rollback_to_cluster_snap str advanced
        osd_default_notify_timeout uint advanced =30
        osd_kill_backfill_at int dev
        osd_pg_epoch_persisted_max_stale uint advanced =40
        osd_target_pg_log_entries_per_osd uint dev &osd_max_pg_log_entries &osd_min_pg_log_entries =300000
         target number of PG entries total on an OSD - limited per pg by the min and max options below
        osd_min_pg_log_entries uint dev @osd &osd_max_pg_log_entries &osd_pg_log_dups_tracked \
        &osd_target_pg_log_entries_per_osd =250
         minimum number of entries to maintain in the PG log
        osd_max_pg_log_entries uint dev @osd &osd_min_pg_log_entries &osd_pg_log_dups_tracked \
        &osd_target_pg_log_entries_per_osd =10000
         maximum number of entries to maintain in the PG log
        osd_pg_log_dups_tracked uint dev @osd &osd_min_pg_log_entries &osd_max_pg_log_entries =3000
         how many versions back to track in order to detect duplicate ops; this is combined with both the \
        regular pg log entries and additional minimal dup detection entries
        osd_object_clean_region_max_num_intervals int dev @osd =10
         number of intervals in clean_offsets
          partial recovery uses multiple intervals to record the clean part of the objectwhen the number of \
        intervals is greater than osd_object_clean_region_max_num_intervals, minimum interval will be \
        trimmed(0 will recovery the entire object data interval)
        osd_force_recovery_pg_log_entries_factor float dev =1.3
        osd_pg_log_trim_min uint dev &osd_max_pg_log_entries &osd_min_pg_log_entries =100
         Minimum number of log entries to trim at once. This lets us trim in larger batches rather than with \
        each write.
        osd_force_auth_primary_missing_objects uint advanced =100
         Approximate missing objects above which to force auth_log_shard to be primary temporarily
        osd_async_recovery_min_cost uint advanced !runtime =100
         A mixture measure of number of current log entries difference and historical missing objects,  \
        above which we switch to use asynchronous recovery when appropriate
        osd_max_pg_per_osd_hard_ratio float advanced &mon_max_pg_per_osd <1 =3
         Maximum number of PG per OSD, a factor of 'mon_max_pg_per_osd'
          OSD will refuse to instantiate PG if the number of PG it serves exceeds this number.
        osd_pg_log_trim_max uint advanced @osd &osd_min_pg_log_entries &osd_max_pg_log_entries =10000
         maximum number of entries to remove at once from the PG log
        osd_op_complaint_time float advanced =30
        osd_command_max_records int advanced =256
        osd_max_pg_blocked_by uint advanced =16
        osd_op_log_threshold int advanced =5
        osd_backoff_on_unfound bool advanced =true
        osd_backoff_on_degraded bool advanced
        osd_backoff_on_peering bool advanced
        osd_debug_shutdown bool dev
         Turn up debug levels during shutdown
        osd_debug_crash_on_ignored_backoff bool dev
        osd_debug_inject_dispatch_delay_probability float dev
        osd_debug_inject_dispatch_delay_duration float dev =0.1
        osd_debug_drop_ping_probability float dev
        osd_debug_drop_ping_duration int dev
        osd_debug_op_order bool dev
        osd_debug_verify_missing_on_start bool dev
        osd_debug_verify_snaps bool dev
        osd_debug_verify_stray_on_activate bool dev
        osd_debug_skip_full_check_in_backfill_reservation bool dev
        osd_debug_reject_backfill_probability float dev
        osd_debug_inject_copyfrom_error bool dev
        osd_debug_misdirected_ops bool dev
        osd_debug_skip_full_check_in_recovery bool dev
        osd_debug_random_push_read_error float dev
        osd_debug_verify_cached_snaps bool dev
        osd_debug_deep_scrub_sleep float dev
         Inject an expensive sleep during deep scrub IO to make it easier to induce preemption
        osd_debug_no_acting_change bool dev
        osd_debug_no_purge_strays bool dev
        osd_debug_pretend_recovery_active bool dev
        osd_enable_op_tracker bool advanced =true
        osd_num_op_tracker_shard uint advanced =32
        osd_op_history_size uint advanced =20
        osd_op_history_duration uint advanced =600
        osd_op_history_slow_op_size uint advanced =20
        osd_op_history_slow_op_threshold float advanced =10
        osd_target_transaction_size int advanced =30
        osd_delete_sleep float advanced !runtime
         Time in seconds to sleep before next removal transaction (overrides values below)
        osd_delete_sleep_hdd float advanced !runtime =5
         Time in seconds to sleep before next removal transaction for HDDs
        osd_delete_sleep_ssd float advanced !runtime =1
         Time in seconds to sleep before next removal transaction for SSDs
        osd_delete_sleep_hybrid float advanced !runtime =1
         Time in seconds to sleep before next removal transaction when data is on HDD and journal is on SSD
        osd_rocksdb_iterator_bounds_enabled bool dev =true
         Whether omap iterator bounds are applied to rocksdb iterator ReadOptions
        osd_failsafe_full_ratio float advanced =0.97
        osd_fast_shutdown bool advanced =true
         Fast, immediate shutdown
          Setting this to false makes the OSD do a slower teardown of all state when it receives a SIGINT or \
        SIGTERM or when shutting down for any other reason.  That slow shutdown is primarilyy useful for \
        doing memory leak checking with valgrind.
        osd_fast_shutdown_notify_mon bool advanced &osd_fast_shutdown &osd_mon_shutdown_timeout =true
         Tell mon about OSD shutdown on immediate shutdown
          Tell the monitor the OSD is shutting down on immediate shutdown. This helps with cluster log \
        messages from other OSDs reporting it immediately failed.
        osd_fast_fail_on_connection_refused bool advanced =true
        osd_pg_object_context_cache_count int advanced =64
        osd_tracing bool advanced
        osd_function_tracing bool advanced
        osd_fast_info bool advanced =true
        osd_debug_pg_log_writeout bool dev
        osd_loop_before_reset_tphandle uint advanced =64
        threadpool_default_timeout int advanced =60
        threadpool_empty_queue_max_wait int advanced =2
        leveldb_log_to_ceph_log bool advanced =true
        leveldb_write_buffer_size size advanced =8388608
        leveldb_cache_size size advanced =134217728
        leveldb_block_size size advanced
        leveldb_bloom_size int advanced
        leveldb_max_open_files int advanced
        leveldb_compression bool advanced =true
        leveldb_paranoid bool advanced
        leveldb_log str advanced =/dev/null
        leveldb_compact_on_mount bool advanced
        rocksdb_log_to_ceph_log bool advanced =true
        rocksdb_cache_size size advanced !runtime =536870912
        rocksdb_cache_row_ratio float advanced
        rocksdb_cache_shard_bits int advanced =4
        rocksdb_cache_type str advanced =binned_lru
        rocksdb_block_size size advanced =4096
        rocksdb_perf bool advanced
        rocksdb_collect_compaction_stats bool advanced
        rocksdb_collect_extended_stats bool advanced
        rocksdb_collect_memory_stats bool advanced
        rocksdb_delete_range_threshold uint advanced =1048576
         The number of keys required to invoke DeleteRange when deleting muliple keys.
        rocksdb_bloom_bits_per_key uint advanced =20
         Number of bits per key to use for RocksDB's bloom filters.
          RocksDB bloom filters can be used to quickly answer the question of whether or not a key may exist \
        or definitely does not exist in a given RocksDB SST file without having to read all keys into \
        memory.  Using a higher bit value decreases the likelihood of false positives at the expense of \
        additional disk space and memory consumption when the filter is loaded into RAM.  The current \
        default value of 20 was found to provide significant performance gains when getattr calls are made \
        (such as during new object creation in bluestore) without significant memory overhead or cache \
        pollution when combined with rocksdb partitioned index filters.  See: \
        https://github.com/facebook/rocksdb/wiki/Partitioned-Index-Filters for more information.
        rocksdb_cache_index_and_filter_blocks bool dev =true
         Whether to cache indices and filters in block cache
          By default RocksDB will load an SST file's index and bloom filters into memory when it is opened \
        and remove them from memory when an SST file is closed.  Thus, memory consumption by indices and \
        bloom filters is directly tied to the number of concurrent SST files allowed to be kept open.  This \
        option instead stores cached indicies and filters in the block cache where they directly compete \
        with other cached data.  By default we set this option to true to better account for and bound \
        rocksdb memory usage and keep filters in memory even when an SST file is closed.
        rocksdb_cache_index_and_filter_blocks_with_high_priority bool dev
         Whether to cache indices and filters in the block cache with high priority
          A downside of setting rocksdb_cache_index_and_filter_blocks to true is that regular data can push \
        indices and filters out of memory.  Setting this option to true means they are cached with higher \
        priority than other data and should typically stay in the block cache.
        rocksdb_pin_l0_filter_and_index_blocks_in_cache bool dev
         Whether to pin Level 0 indices and bloom filters in the block cache
          A downside of setting rocksdb_cache_index_and_filter_blocks to true is that regular data can push \
        indices and filters out of memory.  Setting this option to true means that level 0 SST files will \
        always have their indices and filters pinned in the block cache.
        rocksdb_index_type str dev =binary_search
         Type of index for SST files: binary_search, hash_search, two_level
          This option controls the table index type.  binary_search is a space efficient index block that is \
        optimized for block-search-based index. hash_search may improve prefix lookup performance at the \
        expense of higher disk and memory usage and potentially slower compactions.  two_level is an \
        experimental index type that uses two binary search indexes and works in conjunction with partition \
        filters.  See: http://rocksdb.org/blog/2017/05/12/partitioned-index-filter.html
        rocksdb_partition_filters bool dev
         (experimental) partition SST index/filters into smaller blocks
          This is an experimental option for rocksdb that works in conjunction with two_level indices to \
        avoid having to keep the entire filter/index in cache when cache_index_and_filter_blocks is true.  \
        The idea is to keep a much smaller top-level index in heap/cache and then opportunistically cache \
        the lower level indices.  See: https://github.com/facebook/rocksdb/wiki/Partitioned-Index-Filters
        rocksdb_metadata_block_size size dev =4096
         The block size for index partitions. (0 = rocksdb default)
        rocksdb_cf_compact_on_deletion bool dev &rocksdb_cf_compact_on_deletion_sliding_window \
        &rocksdb_cf_compact_on_deletion_trigger
         Compact the column family when a certain number of tombstones are observed within a given window.
          This setting instructs RocksDB to compact a column family when a certain number of tombstones are \
        observed during iteration within a certain sliding window. For instance if \
        rocksdb_cf_compact_on_deletion_sliding_window is 8192 and rocksdb_cf_compact_on_deletion_trigger is \
        4096,  then once 4096 tombstones are observed after iteration over 8192 entries, the column family \
        will be compacted.
        rocksdb_cf_compact_on_deletion_sliding_window int dev &rocksdb_cf_compact_on_deletion =32768
         The sliding window to use when rocksdb_cf_compact_on_deletion is enabled.
        rocksdb_cf_compact_on_deletion_trigger int dev &rocksdb_cf_compact_on_deletion =16384
         The trigger to use when rocksdb_cf_compact_on_deletion is enabled.
        mon_rocksdb_options str advanced \
        =write_buffer_size=33554432,compression=kNoCompression,level_compaction_dynamic_level_bytes=true
        osd_client_op_priority uint advanced =63
        osd_recovery_op_priority uint advanced =3
         Priority to use for recovery operations if not specified for the pool
        osd_peering_op_priority uint dev =255
        osd_snap_trim_priority uint advanced =5
        osd_snap_trim_cost size advanced =1048576
        osd_pg_delete_priority uint advanced =5
        osd_pg_delete_cost size advanced =1048576
        osd_scrub_priority uint advanced =5
         Priority for scrub operations in work queue
        osd_scrub_cost size advanced =52428800
         Cost for scrub operations in work queue
        osd_requested_scrub_priority uint advanced =120
        osd_recovery_priority uint advanced =5
         Priority of recovery in the work queue
          Not related to a pool's recovery_priority
        osd_recovery_cost size advanced =20971520
        osd_recovery_op_warn_multiple uint advanced =16
        osd_mon_shutdown_timeout float advanced =5
        osd_shutdown_pgref_assert bool advanced
        osd_max_object_size size advanced =134217728
        osd_max_object_name_len uint advanced =2048
        osd_max_object_namespace_len uint advanced =256
        osd_max_attr_name_len uint advanced =100
        osd_max_attr_size uint advanced
        osd_max_omap_entries_per_request uint advanced =1024
        osd_max_omap_bytes_per_request size advanced =1073741824
        osd_max_write_op_reply_len size advanced =64
         Max size of the per-op payload for requests with the RETURNVEC flag set
          This value caps the amount of data (per op; a request may have many ops) that will be sent back to \
        the client and recorded in the PG log.
        osd_objectstore str advanced !create |bluestore |filestore |memstore |kstore =bluestore
         backend type for an OSD (like filestore or bluestore)
        osd_objectstore_tracing bool advanced
        osd_objectstore_fuse bool advanced
        osd_bench_small_size_max_iops uint advanced =100
        osd_bench_large_size_max_throughput size advanced =104857600
        osd_bench_max_block_size size advanced =67108864
        osd_bench_duration uint advanced =30
        osd_blkin_trace_all bool advanced
        osdc_blkin_trace_all bool advanced
        osd_discard_disconnected_ops bool advanced =true
        osd_memory_target size basic !runtime &bluestore_cache_autotune &osd_memory_cache_min \
        &osd_memory_base &osd_memory_target_autotune <939524096 =4294967296
         When tcmalloc and cache autotuning is enabled, try to keep this many bytes mapped in memory.
          The minimum value must be at least equal to osd_memory_base + osd_memory_cache_min.
        osd_memory_target_autotune bool advanced &osd_memory_target
         If enabled, allow orchestrator to automatically tune osd_memory_target
        osd_memory_target_cgroup_limit_ratio float advanced &osd_memory_target <0 >1 =0.8
         Set the default value for osd_memory_target to the cgroup memory limit (if set) times this value
          A value of 0 disables this feature.
        osd_memory_base size dev !runtime &bluestore_cache_autotune =805306368
         When tcmalloc and cache autotuning is enabled, estimate the minimum amount of memory in bytes the \
        OSD will need.
        osd_memory_expected_fragmentation float dev !runtime &bluestore_cache_autotune <0 >1 =0.15
         When tcmalloc and cache autotuning is enabled, estimate the percent of memory fragmentation.
        osd_memory_cache_min size dev !runtime &bluestore_cache_autotune <134217728 =134217728
         When tcmalloc and cache autotuning is enabled, set the minimum amount of memory used for caches.
        osd_memory_cache_resize_interval float dev &bluestore_cache_autotune =1
         When tcmalloc and cache autotuning is enabled, wait this many seconds between resizing caches.
        memstore_device_bytes size advanced =1073741824
        memstore_page_set bool advanced
        memstore_page_size size advanced =65536
        memstore_debug_omit_block_device_write bool dev &bluestore_debug_omit_block_device_write
         write metadata only
        objectstore_blackhole bool advanced
        """
}
