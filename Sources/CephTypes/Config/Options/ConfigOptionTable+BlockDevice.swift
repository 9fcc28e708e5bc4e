// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// Options of RBD, its mirroring and its cache.
    static let blockDevice = """
        rbd_default_pool str advanced @rbd =rbd
         default pool for storing new images
        rbd_default_data_pool str advanced @rbd
         default pool for storing data blocks for new images
        rbd_default_features str advanced !runtime @rbd \
        =layering,exclusive-lock,object-map,fast-diff,deep-flatten
         default v2 image features for new images
          RBD features are only applicable for v2 images. This setting accepts either an integer bitmask \
        value or comma-delimited string of RBD feature names. This setting is always internally stored as an \
        integer bitmask value. The mapping between feature bitmask value and feature name is as follows: +1 \
        -> layering, +2 -> striping, +4 -> exclusive-lock, +8 -> object-map, +16 -> fast-diff, +32 -> \
        deep-flatten, +64 -> journaling, +128 -> data-pool
        rbd_op_threads uint advanced @rbd =1
         number of threads to utilize for internal processing
        rbd_op_thread_timeout uint advanced @rbd =60
         time in seconds for detecting a hung thread
        rbd_disable_zero_copy_writes bool advanced @rbd =true
         Disable the use of zero-copy writes to ensure unstable writes from clients cannot cause a CRC \
        mismatch
        rbd_non_blocking_aio bool advanced @rbd =true
         process AIO ops from a dispatch thread to prevent blocking
        rbd_cache bool advanced @rbd =true
         whether to enable caching (writeback unless rbd_cache_max_dirty is 0)
        rbd_cache_policy str advanced @rbd |writethrough |writeback |writearound =writearound
         cache policy for handling writes.
        rbd_cache_writethrough_until_flush bool advanced @rbd =true
         whether to make writeback caching writethrough until flush is called, to be sure the user of librbd \
        will send flushes so that writeback is safe
        rbd_cache_size size advanced @rbd =33554432
         cache size in bytes
        rbd_cache_max_dirty size advanced @rbd =25165824
         dirty limit in bytes - set to 0 for write-through caching
        rbd_cache_target_dirty size advanced @rbd =16777216
         target dirty limit in bytes
        rbd_cache_max_dirty_age float advanced @rbd =1
         seconds in cache before writeback starts
        rbd_cache_max_dirty_object uint advanced @rbd
         dirty limit for objects - set to 0 for auto calculate from rbd_cache_size
        rbd_cache_block_writes_upfront bool advanced @rbd
         whether to block writes to the cache before the aio_write call completes
        rbd_parent_cache_enabled bool advanced @rbd
         whether to enable rbd shared ro cache
        rbd_concurrent_management_ops uint advanced @rbd <1 =10
         how many operations can be in flight for a management operation like deleting or resizing an image
        rbd_balance_snap_reads bool advanced @rbd
         distribute snap read requests to random OSD
        rbd_localize_snap_reads bool advanced @rbd
         localize snap read requests to closest OSD
        rbd_balance_parent_reads bool advanced @rbd
         distribute parent read requests to random OSD
        rbd_localize_parent_reads bool advanced @rbd
         localize parent requests to closest OSD
        rbd_sparse_read_threshold_bytes size advanced @rbd =65536
         threshold for issuing a sparse-read
          minimum number of sequential bytes to read against an object before issuing a sparse-read request \
        to the cluster. 0 implies it must be a full object read to issue a sparse-read, 1 implies always use \
        sparse-read, and any value larger than the maximum object size will disable sparse-read for all \
        requests
        rbd_readahead_trigger_requests uint advanced @rbd =10
         number of sequential requests necessary to trigger readahead
        rbd_readahead_max_bytes size advanced @rbd =524288
         set to 0 to disable readahead
        rbd_readahead_disable_after_bytes size advanced @rbd =52428800
         how many bytes are read in total before readahead is disabled
        rbd_clone_copy_on_read bool advanced @rbd
         copy-up parent image blocks to clone upon read request
        rbd_blocklist_on_break_lock bool advanced @rbd =true
         whether to blocklist clients whose lock was broken
        rbd_blocklist_expire_seconds uint advanced @rbd
         number of seconds to blocklist - set to 0 for OSD default
        rbd_request_timed_out_seconds uint advanced @rbd =30
         number of seconds before maintenance request times out
        rbd_skip_partial_discard bool advanced @rbd =true
         skip discard (zero) of unaligned extents within an object
        rbd_discard_granularity_bytes uint advanced @rbd <4096 >33554432 =65536
         minimum aligned size of discard operations
        rbd_enable_alloc_hint bool advanced @rbd =true
         when writing a object, it will issue a hint to osd backend to indicate the expected size object need
        rbd_compression_hint str basic !runtime @rbd |none |compressible |incompressible =none
         Compression hint to send to the OSDs during writes
        rbd_read_from_replica_policy str basic !runtime @rbd |default |balance |localize =default
         Read replica policy send to the OSDS during reads
        rbd_tracing bool advanced @rbd
         true if LTTng-UST tracepoints should be enabled
        rbd_blkin_trace_all bool advanced @rbd
         create a blkin trace for all RBD requests
        rbd_validate_pool bool advanced @rbd =true
         validate empty pools for RBD compatibility
        rbd_validate_names bool advanced @rbd =true
         validate new image names for RBD compatibility
        rbd_invalidate_object_map_on_timeout bool dev @rbd =true
         true if object map should be invalidated when load or update timeout
        rbd_auto_exclusive_lock_until_manual_request bool advanced @rbd =true
         automatically acquire/release exclusive lock until it is explicitly requested
        rbd_move_to_trash_on_remove bool basic @rbd
         automatically move images to the trash when deleted
        rbd_move_to_trash_on_remove_expire_seconds uint basic @rbd
         default number of seconds to protect deleted images in the trash
        rbd_move_parent_to_trash_on_remove bool basic @rbd
         move parent with clone format v2 children to the trash when deleted
        rbd_mirroring_resync_after_disconnect bool advanced @rbd
         automatically start image resync after mirroring is disconnected due to being laggy
        rbd_mirroring_delete_delay uint advanced @rbd
         time-delay in seconds for rbd-mirror delete propagation
        rbd_mirroring_replay_delay uint advanced @rbd
         time-delay in seconds for rbd-mirror asynchronous replication
        rbd_mirroring_max_mirroring_snapshots uint advanced @rbd <3 =5
         mirroring snapshots limit
        rbd_default_format uint advanced @rbd =2
         default image format for new images
        rbd_default_order uint advanced @rbd =22
         default order (data block object size) for new images
        rbd_default_stripe_count uint advanced @rbd
         default stripe count for new images
        rbd_default_stripe_unit size advanced @rbd
         default stripe width for new images
        rbd_default_map_options str advanced @rbd
         default krbd map options
        rbd_default_clone_format str advanced !runtime @rbd |1 |2 |auto =auto
         default internal format for handling clones
          This sets the internal format for tracking cloned images. The setting of '1' requires attaching to \
        protected snapshots that cannot be removed until the clone is removed/flattened. The setting of '2' \
        will allow clones to be attached to any snapshot and permits removing in-use parent snapshots but \
        requires Mimic or later clients. The default setting of 'auto' will use the v2 format if the cluster \
        is configured to require mimic or later clients.
        rbd_journal_order uint advanced @rbd <12 >26 =24
         default order (object size) for journal data objects
        rbd_journal_splay_width uint advanced @rbd =4
         number of active journal objects
        rbd_journal_commit_age float advanced @rbd =5
         commit time interval, seconds
        rbd_journal_object_writethrough_until_flush bool advanced @rbd =true
         when enabled, the rbd_journal_object_flush* configuration options are ignored until the first flush \
        so that batched journal IO is known to be safe for consistency
        rbd_journal_object_flush_interval uint advanced @rbd
         maximum number of pending commits per journal object
        rbd_journal_object_flush_bytes size advanced @rbd =1048576
         maximum number of pending bytes per journal object
        rbd_journal_object_flush_age float advanced @rbd
         maximum age (in seconds) for pending commits
        rbd_journal_object_max_in_flight_appends uint advanced @rbd
         maximum number of in-flight appends per journal object
        rbd_journal_pool str advanced @rbd
         pool for journal objects
        rbd_journal_max_payload_bytes size advanced @rbd =16384
         maximum journal payload size before splitting
        rbd_journal_max_concurrent_object_sets uint advanced @rbd
         maximum number of object sets a journal client can be behind before it is automatically unregistered
        rbd_qos_iops_limit uint advanced @rbd
         the desired limit of IO operations per second
        rbd_qos_bps_limit uint advanced @rbd
         the desired limit of IO bytes per second
        rbd_qos_read_iops_limit uint advanced @rbd
         the desired limit of read operations per second
        rbd_qos_write_iops_limit uint advanced @rbd
         the desired limit of write operations per second
        rbd_qos_read_bps_limit uint advanced @rbd
         the desired limit of read bytes per second
        rbd_qos_write_bps_limit uint advanced @rbd
         the desired limit of write bytes per second
        rbd_qos_iops_burst uint advanced @rbd
         the desired burst limit of IO operations
        rbd_qos_bps_burst uint advanced @rbd
         the desired burst limit of IO bytes
        rbd_qos_read_iops_burst uint advanced @rbd
         the desired burst limit of read operations
        rbd_qos_write_iops_burst uint advanced @rbd
         the desired burst limit of write operations
        rbd_qos_read_bps_burst uint advanced @rbd
         the desired burst limit of read bytes
        rbd_qos_write_bps_burst uint advanced @rbd
         the desired burst limit of write bytes
        rbd_qos_iops_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of IO operations
        rbd_qos_bps_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of IO bytes
        rbd_qos_read_iops_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of read operations
        rbd_qos_write_iops_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of write operations
        rbd_qos_read_bps_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of read bytes
        rbd_qos_write_bps_burst_seconds uint advanced @rbd <1 =1
         the desired burst duration in seconds of write bytes
        rbd_qos_schedule_tick_min uint advanced @rbd <1 =50
         minimum schedule tick (in milliseconds) for QoS
        rbd_discard_on_zeroed_write_same bool advanced @rbd =true
         discard data on zeroed write same instead of writing zero
        rbd_mtime_update_interval uint advanced @rbd <0 =60
         RBD Image modify timestamp refresh interval. Set to 0 to disable modify timestamp update.
        rbd_atime_update_interval uint advanced @rbd <0 =60
         RBD Image access timestamp refresh interval. Set to 0 to disable access timestamp update.
        rbd_io_scheduler str advanced @rbd |none |simple =simple
         RBD IO scheduler
        rbd_io_scheduler_simple_max_delay uint advanced @rbd <0
         maximum io delay (in milliseconds) for simple io scheduler (if set to 0 dalay is calculated based \
        on latency stats)
        rbd_persistent_cache_mode str advanced @rbd |disabled |rwl |ssd =disabled
         enable persistent write back cache for this volume
        rbd_persistent_cache_size uint advanced @rbd <1073741824 =1073741824
         size of the persistent write back cache for this volume
        rbd_persistent_cache_path str advanced @rbd =/tmp
         location of the persistent write back cache in a DAX-enabled filesystem on persistent memory
        rbd_quiesce_notification_attempts uint dev @rbd <1 =10
         the number of quiesce notification attempts
        rbd_default_snapshot_quiesce_mode str advanced @rbd |required |ignore-error |skip =required
         default snapshot quiesce mode
        rbd_plugins str advanced @rbd
         comma-delimited list of librbd plugins to enable
        rbd_config_pool_override_update_timestamp uint dev @rbd
         timestamp of last update to pool-level config overrides
        rbd_mirror_journal_commit_age float advanced @rbd-mirror =5
         commit time interval, seconds
        rbd_mirror_journal_poll_age float advanced @rbd-mirror =5
         maximum age (in seconds) between successive journal polls
        rbd_mirror_sync_point_update_age float advanced @rbd-mirror =30
         number of seconds between each update of the image sync point object number
        rbd_mirror_concurrent_image_syncs uint advanced @rbd-mirror =5
         maximum number of image syncs in parallel
        rbd_mirror_pool_replayers_refresh_interval uint advanced @rbd-mirror =30
         interval to refresh peers in rbd-mirror daemon
        rbd_mirror_concurrent_image_deletions uint advanced @rbd-mirror <1 =1
         maximum number of image deletions in parallel
        rbd_mirror_delete_retry_interval float advanced @rbd-mirror =30
         interval to check and retry the failed deletion requests
        rbd_mirror_image_state_check_interval uint advanced @rbd-mirror <1 =30
         interval to get images from pool watcher and set sources in replayer
        rbd_mirror_leader_heartbeat_interval uint advanced @rbd-mirror <1 =5
         interval (in seconds) between mirror leader heartbeats
        rbd_mirror_leader_max_missed_heartbeats uint advanced @rbd-mirror =2
         number of missed heartbeats for non-lock owner to attempt to acquire lock
        rbd_mirror_leader_max_acquire_attempts_before_break uint advanced @rbd-mirror =3
         number of failed attempts to acquire lock after missing heartbeats before breaking lock
        rbd_mirror_image_policy_type str advanced @rbd-mirror |none |simple =simple
         active/active policy type for mapping images to instances
        rbd_mirror_image_policy_migration_throttle uint advanced @rbd-mirror =300
         number of seconds after which an image can be reshuffled (migrated) again
        rbd_mirror_image_policy_update_throttle_interval float advanced @rbd-mirror <1 =1
         interval (in seconds) to throttle images for mirror daemon peer updates
        rbd_mirror_image_policy_rebalance_timeout float advanced @rbd-mirror
         number of seconds policy should be idle before trigerring reshuffle (rebalance) of images
        rbd_mirror_perf_stats_prio int advanced @rbd-mirror <0 >11 =5
         Priority level for mirror daemon replication perf counters
          The daemon will send perf counter data to the manager daemon if the priority is not lower than \
        mgr_stats_threshold.
        rbd_mirror_image_perf_stats_prio int advanced @rbd-mirror <0 >11 =5
         Priority level for mirror daemon per-image replication perf counters
          The daemon will send per-image perf counter data to the manager daemon if the priority is not \
        lower than mgr_stats_threshold.
        rbd_mirror_memory_autotune bool dev @rbd-mirror &rbd_mirror_memory_target =true
         Automatically tune the ratio of caches while respecting min values.
        rbd_mirror_memory_target size basic @rbd-mirror &rbd_mirror_memory_autotune =4294967296
         When tcmalloc and cache autotuning is enabled, try to keep this many bytes mapped in memory.
        rbd_mirror_memory_base size dev @rbd-mirror &rbd_mirror_memory_autotune =805306368
         When tcmalloc and cache autotuning is enabled, estimate the minimum amount of memory in bytes the \
        rbd-mirror daemon will need.
        rbd_mirror_memory_expected_fragmentation float dev @rbd-mirror &rbd_mirror_memory_autotune <0 >1 =0.15
         When tcmalloc and cache autotuning is enabled, estimate the percent of memory fragmentation.
        rbd_mirror_memory_cache_min size dev @rbd-mirror &rbd_mirror_memory_autotune =134217728
         When tcmalloc and cache autotuning is enabled, set the minimum amount of memory used for cache.
        rbd_mirror_memory_cache_resize_interval float dev @rbd-mirror &rbd_mirror_memory_autotune =5
         When tcmalloc and cache autotuning is enabled, wait this many seconds between resizing caches.
        rbd_mirror_memory_cache_autotune_interval float dev @rbd-mirror &rbd_mirror_memory_autotune =30
         The number of seconds to wait between rebalances when cache autotune is enabled.
        immutable_object_cache_path str advanced @immutable-objet-cache =/tmp/ceph_immutable_object_cache
         immutable object cache data dir
        immutable_object_cache_sock str advanced @immutable-objet-cache \
        =/var/run/ceph/immutable_object_cache_sock
         immutable object cache domain socket
        immutable_object_cache_max_size size advanced @immutable-objet-cache =1073741824
         max immutable object cache data size
        immutable_object_cache_max_inflight_ops uint advanced @immutable-objet-cache =128
         max inflight promoting requests for immutable object cache daemon
        immutable_object_cache_client_dedicated_thread_num uint advanced @immutable-objet-cache =2
         immutable object cache client dedicated thread number
        immutable_object_cache_watermark float advanced @immutable-objet-cache =0.9
         immutable object cache water mark
        immutable_object_cache_qos_schedule_tick_min millisecs advanced @immutable-objet-cache <1 =50
         minimum schedule tick for immutable object cache
        immutable_object_cache_qos_iops_limit uint advanced @immutable-objet-cache
         the desired immutable object cache IO operations limit per second
        immutable_object_cache_qos_iops_burst uint advanced @immutable-objet-cache
         the desired burst limit of immutable object cache IO operations
        immutable_object_cache_qos_iops_burst_seconds secs advanced @immutable-objet-cache <1 =1
         the desired burst duration in seconds of immutable object cache IO operations
        immutable_object_cache_qos_bps_limit uint advanced @immutable-objet-cache
         the desired immutable object cache IO bytes limit per second
        immutable_object_cache_qos_bps_burst uint advanced @immutable-objet-cache
         the desired burst limit of immutable object cache IO bytes
        immutable_object_cache_qos_bps_burst_seconds secs advanced @immutable-objet-cache <1 =1
         the desired burst duration in seconds of immutable object cache IO bytes
        """
}
