// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// Options of block devices and BlueStore.
    static let blueStore = """
        bdev_debug_inflight_ios bool dev
        bdev_inject_crash int dev
        bdev_inject_crash_flush_delay int dev =2
        bdev_aio bool advanced =true
        bdev_aio_poll_ms int advanced =250
        bdev_aio_max_queue_depth int advanced =1024
        bdev_aio_reap_max int advanced =16
        bdev_block_size size advanced =4096
        bdev_debug_aio bool dev
        bdev_debug_aio_suicide_timeout float dev =60
        bdev_debug_aio_log_age float dev =5
        bdev_nvme_unbind_from_kernel bool advanced
        bdev_enable_discard bool advanced
        bdev_async_discard bool advanced
        bdev_flock_retry_interval float advanced =0.1
         interval to retry the flock
        bdev_flock_retry uint advanced =3
         times to retry the flock
          The number of times to retry on getting the block device lock. Programs such as systemd-udevd may \
        compete with Ceph for this lock. 0 means 'unlimited'.
        bluefs_alloc_size size advanced =1048576
         Allocation unit size for DB and WAL devices
        bluefs_shared_alloc_size size advanced =65536
         Allocation unit size for primary/shared device
        bluefs_failed_shared_alloc_cooldown float advanced =600
         Duration(in seconds) until the next attempt to use 'bluefs_shared_alloc_size' after facing ENOSPC \
        failure.
          Cooldown period(in seconds) when BlueFS uses shared/slow device allocation size instead of \
        'bluefs_shared_alloc_size' one after facing recoverable (via fallback to smaller chunk size) ENOSPC \
        failure. Intended primarily to avoid repetitive unsuccessful allocations which might be  expensive.
        bluefs_max_prefetch size advanced =1048576
        bluefs_min_log_runway size advanced =1048576
        bluefs_max_log_runway size advanced =4194304
        bluefs_log_compact_min_ratio float advanced =5
        bluefs_log_compact_min_size size advanced =16777216
        bluefs_min_flush_size size advanced =524288
        bluefs_compact_log_sync bool advanced
        bluefs_buffered_io bool advanced =true
         Enabled buffered IO for bluefs reads.
          When this option is enabled, bluefs will in some cases perform buffered reads.  This allows the \
        kernel page cache to act as a secondary cache for things like RocksDB compaction.  For example, if \
        the rocksdb block cache isn't large enough to hold blocks from the compressed SST files itself, they \
        can be read from page cache instead of from the disk.
        bluefs_sync_write bool advanced
        bluefs_allocator str dev |bitmap |stupid |avl |hybrid =hybrid
        bluefs_log_replay_check_allocations bool advanced =true
         Enables checks for allocations consistency during log replay
        bluefs_replay_recovery bool dev
         Attempt to read bluefs log so large that it became unreadable.
          If BlueFS log grows to extreme sizes (200GB+) it is likely that it becames unreadable. This \
        options enables heuristics that scans devices for missing data. DO NOT ENABLE BY DEFAULT
        bluefs_replay_recovery_disable_compact bool advanced
        bluefs_check_for_zeros bool dev !runtime &bluestore_retry_disk_reads
         Check data read for suspicious pages
          Looks into data read to check if there is a 4K block entirely filled with zeros. If this happens, \
        we re-read data. If there is difference, we print error to log.
        bluefs_check_volume_selector_on_umount bool dev !runtime
         Check validity of volume selector on umount
          Checks if volume selector did not diverge from the state it should be in. Reference is constructed \
        from bluefs inode table. Asserts on inconsistency.
        bluefs_check_volume_selector_often bool dev !startup &bluefs_check_volume_selector_on_umount
         Periodically check validity of volume selector
          Periodically checks if current volume selector does not diverge from the valid state. Reference is \
        constructed from bluefs inode table. Asserts on inconsistency.  This is debug feature.
        bluestore_bluefs bool dev !create =true
         Use BlueFS to back rocksdb
          BlueFS allows rocksdb to share the same physical device(s) as the rest of BlueStore.  It should be \
        used in all cases unless testing/developing an alternative metadata database for BlueStore.
        bluestore_bluefs_env_mirror bool dev !create
         Mirror bluefs data to file system for testing/validation
        bluestore_bluefs_alloc_failure_dump_interval float advanced
         How frequently (in seconds) to dump allocator onBlueFS space allocation failure
        bluestore_spdk_mem size dev =512
         Amount of dpdk memory size in MB
          If running multiple SPDK instances per node, you must specify the amount of dpdk memory size in MB \
        each instance will use, to make sure each instance uses its own dpdk memory
        bluestore_spdk_coremask str dev =0x1
         A hexadecimal bit mask of the cores to run on. Note the core numbering can change between platforms \
        and should be determined beforehand
        bluestore_spdk_max_io_completion uint dev
         Maximal I/Os to be batched completed while checking queue pair completions, 0 means let spdk \
        library determine it
        bluestore_spdk_io_sleep uint dev =5
         Time period to wait if there is no completed I/O from polling
        bluestore_block_path str dev !create
         Path to block device/file
        bluestore_block_size size dev !create =107374182400
         Size of file to create for backing bluestore
        bluestore_block_create bool dev !create &bluestore_block_path &bluestore_block_size =true
         Create bluestore_block_path if it doesn't exist
        bluestore_block_db_path str dev !create
         Path for db block device
        bluestore_block_db_size uint dev !create
         Size of file to create for bluestore_block_db_path
        bluestore_block_db_create bool dev !create &bluestore_block_db_path &bluestore_block_db_size
         Create bluestore_block_db_path if it doesn't exist
        bluestore_block_wal_path str dev !create
         Path to block device/file backing bluefs wal
        bluestore_block_wal_size size dev !create =100663296
         Size of file to create for bluestore_block_wal_path
        bluestore_block_wal_create bool dev !create &bluestore_block_wal_path &bluestore_block_wal_size
         Create bluestore_block_wal_path if it doesn't exist
        bluestore_block_preallocate_file bool dev !create
         Preallocate file created via bluestore_block*_create
        bluestore_ignore_data_csum bool dev !runtime
         Ignore checksum errors on read and do not generate an EIO error
        bluestore_csum_type str advanced !runtime |none |crc32c |crc32c_16 |crc32c_8 |xxhash32 |xxhash64 \
        =crc32c
         Default checksum algorithm to use
          crc32c, xxhash32, and xxhash64 are available.  The _16 and _8 variants use only a subset of the \
        bits for more compact (but less reliable) checksumming.
        bluestore_retry_disk_reads uint advanced !runtime <0 >255 =3
         Number of read retries on checksum validation error
          Retries to read data from the disk this many times when checksum validation fails to handle \
        spurious read errors gracefully.
        bluestore_min_alloc_size uint advanced !create
         Minimum allocation size to allocate for an object
          A smaller allocation size generally means less data is read and then rewritten when a \
        copy-on-write operation is triggered (e.g., when writing to something that was recently \
        snapshotted).  Similarly, less data is journaled before performing an overwrite (writes smaller than \
        min_alloc_size must first pass through the BlueStore journal).  Larger values of min_alloc_size \
        reduce the amount of metadata required to describe the on-disk layout and reduce overall \
        fragmentation.
        bluestore_min_alloc_size_hdd size advanced !create &bluestore_min_alloc_size =4096
         Default min_alloc_size value for rotational media
        bluestore_min_alloc_size_ssd size advanced !create &bluestore_min_alloc_size =4096
         Default min_alloc_size value for non-rotational (solid state)  media
        bluestore_max_alloc_size size advanced !create
         Maximum size of a single allocation (0 for no max)
        bluestore_prefer_deferred_size size advanced !runtime
         Writes smaller than this size will be written to the journal and then asynchronously written to the \
        device.  This can be beneficial when using rotational media where seeks are expensive, and is \
        helpful both with and without solid state journal/wal devices.
        bluestore_prefer_deferred_size_hdd size advanced !runtime &bluestore_prefer_deferred_size =65536
         Default bluestore_prefer_deferred_size for rotational media
        bluestore_prefer_deferred_size_ssd size advanced !runtime &bluestore_prefer_deferred_size
         Default bluestore_prefer_deferred_size for non-rotational (solid state) media
        bluestore_compression_mode str advanced !runtime |none |passive |aggressive |force =none
         Default policy for using compression when pool does not specify
          'none' means never use compression.  'passive' means use compression when clients hint that data \
        is compressible.  'aggressive' means use compression unless clients hint that data is not \
        compressible.  This option is used when the per-pool property for the compression mode is not present.
        bluestore_compression_algorithm str advanced !runtime | |snappy |zlib |zstd |lz4 =snappy
         Default compression algorithm to use when writing object data
          This controls the default compressor to use (if any) if the per-pool property is not set.  Note \
        that zstd is *not* recommended for bluestore due to high CPU overhead when compressing small amounts \
        of data.
        bluestore_compression_min_blob_size size advanced !runtime
         Maximum chunk size to apply compression to when random access is expected for an object.
          Chunks larger than this are broken into smaller chunks before being compressed
        bluestore_compression_min_blob_size_hdd size advanced !runtime &bluestore_compression_min_blob_size \
        =8192
         Default value of bluestore_compression_min_blob_size for rotational media
        bluestore_compression_min_blob_size_ssd size advanced !runtime &bluestore_compression_min_blob_size \
        =8192
         Default value of bluestore_compression_min_blob_size for non-rotational (solid state) media
        bluestore_compression_max_blob_size size advanced !runtime
         Maximum chunk size to apply compression to when non-random access is expected for an object.
          Chunks larger than this are broken into smaller chunks before being compressed
        bluestore_compression_max_blob_size_hdd size advanced !runtime &bluestore_compression_max_blob_size \
        =65536
         Default value of bluestore_compression_max_blob_size for rotational media
        bluestore_compression_max_blob_size_ssd size advanced !runtime &bluestore_compression_max_blob_size \
        =65536
         Default value of bluestore_compression_max_blob_size for non-rotational (solid state) media
        bluestore_gc_enable_blob_threshold int dev !runtime
        bluestore_gc_enable_total_threshold int dev !runtime
        bluestore_max_blob_size size dev !runtime
        \u{20}
          Bluestore blobs are collections of extents (ie on-disk data) originating from one or more objects. \
         Blobs can be compressed, typically have checksum data, may be overwritten, may be shared (with an \
        extent ref map), or split.  This setting controls the maximum size a blob is allowed to be.
        bluestore_max_blob_size_hdd size dev !runtime &bluestore_max_blob_size =65536
        bluestore_max_blob_size_ssd size dev !runtime &bluestore_max_blob_size =65536
        bluestore_compression_required_ratio float advanced !runtime =0.875
         Compression ratio required to store compressed data
          If we compress data and get less than this we discard the result and store the original \
        uncompressed data.
        bluestore_extent_map_shard_max_size size dev =1200
         Max size (bytes) for a single extent map shard before splitting
        bluestore_extent_map_shard_target_size size dev =500
         Target size (bytes) for a single extent map shard
        bluestore_extent_map_shard_min_size size dev =150
         Min size (bytes) for a single extent map shard before merging
        bluestore_extent_map_shard_target_size_slop float dev =0.2
         Ratio above/below target for a shard when trying to align to an existing extent or blob boundary
        bluestore_extent_map_inline_shard_prealloc_size size dev =256
         Preallocated buffer for inline shards
        bluestore_cache_trim_interval float advanced =0.05
         How frequently we trim the bluestore cache
        bluestore_cache_trim_max_skip_pinned uint dev =1000
         Max pinned cache entries we consider before giving up
        bluestore_cache_type str dev |2q |lru =2q
         Cache replacement algorithm
        bluestore_2q_cache_kin_ratio float dev =0.5
         2Q paper suggests .5
        bluestore_2q_cache_kout_ratio float dev =0.5
         2Q paper suggests .5
        bluestore_cache_size size dev
         Cache size (in bytes) for BlueStore
          This includes data and metadata cached by BlueStore as well as memory devoted to rocksdb's cache(s).
        bluestore_cache_size_hdd size dev &bluestore_cache_size =1073741824
         Default bluestore_cache_size for rotational media
        bluestore_cache_size_ssd size dev &bluestore_cache_size =3221225472
         Default bluestore_cache_size for non-rotational (solid state) media
        bluestore_cache_meta_ratio float dev &bluestore_cache_size =0.45
         Ratio of bluestore cache to devote to metadata
        bluestore_cache_kv_ratio float dev &bluestore_cache_size =0.45
         Ratio of bluestore cache to devote to kv database (rocksdb)
        bluestore_cache_kv_onode_ratio float dev &bluestore_cache_size =0.04
         Ratio of bluestore cache to devote to kv onode column family (rocksdb)
        bluestore_cache_autotune bool dev &bluestore_cache_size &bluestore_cache_meta_ratio =true
         Automatically tune the ratio of caches while respecting min values.
        bluestore_cache_autotune_interval float dev &bluestore_cache_autotune =5
         The number of seconds to wait between rebalances when cache autotune is enabled.
        bluestore_alloc_stats_dump_interval float dev =86400
         The period (in second) for logging allocation statistics.
        bluestore_kvbackend str dev !create =rocksdb
         Key value database to use for bluestore
        bluestore_allocator str advanced |bitmap |stupid |avl |hybrid |zoned =hybrid
         Allocator policy
          Allocator to use for bluestore.  Stupid should only be used for testing.
        bluestore_freelist_blocks_per_key size dev =128
         Block (and bits) per database key
        bluestore_bitmapallocator_blocks_per_zone size dev =1024
        bluestore_bitmapallocator_span_size size dev =1024
        bluestore_max_deferred_txc uint advanced =32
         Max transactions with deferred writes that can accumulate before we force flush deferred writes
        bluestore_max_defer_interval float advanced =3
         max duration to force deferred submit
        bluestore_rocksdb_options str advanced \
        =compression=kNoCompression,max_write_buffer_number=4,min_write_buffer_number_to_merge=1,recycle_log\
        _file_num=4,write_buffer_size=268435456,writable_file_max_buffer_size=0,compaction_readahead_size=20\
        97152,max_background_compactions=2,max_total_wal_size=1073741824
         Full set of rocksdb settings to override
        bluestore_rocksdb_options_annex str advanced
         An addition to bluestore_rocksdb_options. Allows setting rocksdb options without repeating the \
        existing defaults.
        bluestore_rocksdb_cf bool advanced =true
         Enable use of rocksdb column families for bluestore metadata
        bluestore_rocksdb_cfs str dev =m(3) p(3,0-12) O(3,0-13)=block_cache={type=binned_lru} L P
         Definition of column families and their sharding
          Space separated list of elements: column_def [ '=' rocksdb_options ]. column_def := column_name [ \
        '(' shard_count [ ',' hash_begin '-' [ hash_end ] ] ')' ]. Example: 'I=write_buffer_size=1048576 \
        O(6) m(7,10-)'. Interval [hash_begin..hash_end) defines characters to use for hash calculation. \
        Recommended hash ranges: O(0-13) P(0-8) m(0-16). Sharding of S,T,C,M,B prefixes is inadvised
        bluestore_fsck_on_mount bool dev
         Run fsck at mount
        bluestore_fsck_on_mount_deep bool dev
         Run deep fsck at mount when bluestore_fsck_on_mount is set to true
        bluestore_fsck_quick_fix_on_mount bool dev
         Do quick-fix for the store at mount
        bluestore_fsck_on_umount bool dev
         Run fsck at umount
        bluestore_fsck_on_umount_deep bool dev
         Run deep fsck at umount when bluestore_fsck_on_umount is set to true
        bluestore_fsck_on_mkfs bool dev =true
         Run fsck after mkfs
        bluestore_fsck_on_mkfs_deep bool dev
         Run deep fsck after mkfs
        bluestore_sync_submit_transaction bool dev
         Try to submit metadata transaction to rocksdb in queuing thread context
        bluestore_fsck_read_bytes_cap size advanced !runtime =67108864
         Maximum bytes read at once by deep fsck
        bluestore_fsck_quick_fix_threads int advanced =2
         Number of additional threads to perform quick-fix (shallow fsck) command
        bluestore_fsck_shared_blob_tracker_size float dev !runtime &osd_memory_target =0.03125
         Size(a fraction of osd_memory_target, defaults to 128MB) of a hash table to track shared blobs ref \
        counts. Higher the size, more precise is the tracker -> less overhead during the repair.
        bluestore_throttle_bytes size advanced !runtime =67108864
         Maximum bytes in flight before we throttle IO submission
        bluestore_throttle_deferred_bytes size advanced !runtime =134217728
         Maximum bytes for deferred writes before we throttle IO submission
        bluestore_throttle_cost_per_io size advanced !runtime
         Overhead added to transaction cost (in bytes) for each IO
        bluestore_throttle_cost_per_io_hdd uint advanced !runtime &bluestore_throttle_cost_per_io =670000
         Default bluestore_throttle_cost_per_io for rotational media
        bluestore_throttle_cost_per_io_ssd uint advanced !runtime &bluestore_throttle_cost_per_io =4000
         Default bluestore_throttle_cost_per_io for non-rotation (solid state) media
        bluestore_deferred_batch_ops uint advanced !runtime <0 >65535
         Max number of deferred writes before we flush the deferred write queue
        bluestore_deferred_batch_ops_hdd uint advanced !runtime &bluestore_deferred_batch_ops <0 >65535 =64
         Default bluestore_deferred_batch_ops for rotational media
        bluestore_deferred_batch_ops_ssd uint advanced !runtime &bluestore_deferred_batch_ops <0 >65535 =16
         Default bluestore_deferred_batch_ops for non-rotational (solid state) media
        bluestore_nid_prealloc int dev =1024
         Number of unique object ids to preallocate at a time
        bluestore_blobid_prealloc uint dev =10240
         Number of unique blob ids to preallocate at a time
        bluestore_clone_cow bool advanced !runtime =true
         Use copy-on-write when cloning objects (versus reading and rewriting them at clone time)
        bluestore_default_buffered_read bool advanced !runtime =true
         Cache read results by default (unless hinted NOCACHE or WONTNEED)
        bluestore_default_buffered_write bool advanced !runtime
         Cache writes by default (unless hinted NOCACHE or WONTNEED)
        bluestore_debug_no_reuse_blocks bool dev
        bluestore_debug_small_allocations int dev
        bluestore_debug_too_many_blobs_threshold int dev =24576
        bluestore_debug_freelist bool dev
        bluestore_debug_prefill float dev
         simulate fragmentation
        bluestore_debug_prefragment_max size dev =1048576
        bluestore_debug_inject_read_err bool dev
        bluestore_debug_randomize_serial_transaction int dev
        bluestore_debug_omit_block_device_write bool dev
        bluestore_debug_fsck_abort bool dev
        bluestore_debug_omit_kv_commit bool dev
        bluestore_debug_permit_any_bdev_label bool dev
        bluestore_debug_random_read_err float dev
        bluestore_debug_legacy_omap bool dev
        bluestore_debug_inject_bug21040 bool dev
        bluestore_debug_inject_csum_err_probability float dev
         inject crc verification errors into bluestore device reads
        bluestore_fsck_error_on_no_per_pool_stats bool advanced
         Make fsck error (instead of warn) when bluestore lacks per-pool stats, e.g., after an upgrade
        bluestore_warn_on_bluefs_spillover bool advanced =true
         Enable health indication on bluefs slow device usage
        bluestore_warn_on_legacy_statfs bool advanced =true
         Enable health indication on lack of per-pool statfs reporting from bluestore
        bluestore_warn_on_spurious_read_errors bool advanced =true
         Enable health indication when spurious read errors are observed by OSD
        bluestore_fsck_error_on_no_per_pool_omap bool advanced
         Make fsck error (instead of warn) when objects without per-pool omap are found
        bluestore_fsck_error_on_no_per_pg_omap bool advanced
         Make fsck error (instead of warn) when objects without per-pg omap are found
        bluestore_warn_on_no_per_pool_omap bool advanced =true
         Enable health indication on lack of per-pool omap
        bluestore_warn_on_no_per_pg_omap bool advanced
         Enable health indication on lack of per-pg omap
        bluestore_log_op_age float advanced =5
         log operation if it's slower than this age (seconds)
        bluestore_log_omap_iterator_age float advanced =5
         log omap iteration operation if it's slower than this age (seconds)
        bluestore_log_collection_list_age float advanced =60
         log collection list operation if it's slower than this age (seconds)
        bluestore_debug_enforce_settings str dev |default |hdd |ssd =default
         Enforces specific hw profile settings
          'hdd' enforces settings intended for BlueStore above a rotational drive. 'ssd' enforces settings \
        intended for BlueStore above a solid drive. 'default' - using settings for the actual hardware.
        bluestore_avl_alloc_ff_max_search_count uint dev =100
         Search for this many ranges in first-fit mode before switching over to to best-fit mode. 0 to \
        iterate through all ranges for required chunk.
        bluestore_avl_alloc_ff_max_search_bytes size dev =16777216
         Maximum distance to search in first-fit mode before switching over to to best-fit mode. 0 to \
        iterate through all ranges for required chunk.
        bluestore_avl_alloc_bf_threshold uint dev &bluestore_avl_alloc_bf_free_pct =131072
         Sets threshold at which shrinking max free chunk size triggers enabling best-fit mode.
          AVL allocator works in two modes: near-fit and best-fit. By default, it uses very fast near-fit \
        mode, in which it tries to fit a new block near the last allocated block of similar size. The second \
        mode is much slower best-fit mode, in which it tries to find an exact match for the requested \
        allocation. This mode is used when either the device gets fragmented or when it is low on free \
        space. When the largest free block is smaller than 'bluestore_avl_alloc_bf_threshold', best-fit mode \
        is used.
        bluestore_avl_alloc_bf_free_pct uint dev &bluestore_avl_alloc_bf_threshold =4
         Sets threshold at which shrinking free space (in %, integer) triggers enabling best-fit mode.
          AVL allocator works in two modes: near-fit and best-fit. By default, it uses very fast near-fit \
        mode, in which it tries to fit a new block near the last allocated block of similar size. The second \
        mode is much slower best-fit mode, in which it tries to find an exact match for the requested \
        allocation. This mode is used when either the device gets fragmented or when it is low on free \
        space. When free space is smaller than 'bluestore_avl_alloc_bf_free_pct', best-fit mode is used.
        bluestore_hybrid_alloc_mem_cap uint dev =67108864
         Maximum RAM hybrid allocator should use before enabling bitmap supplement
        bluestore_volume_selection_policy str dev |rocksdb_original |use_some_extra |fit_to_fast \
        =use_some_extra
         Determines bluefs volume selection policy
          Determines bluefs volume selection policy. 'use_some_extra' policy allows to override RocksDB \
        level granularity and put high level's data to faster device even when the level doesn't completely \
        fit there. 'fit_to_fast' policy enables using 100% of faster disk capacity and allows the user to \
        turn on 'level_compaction_dynamic_level_bytes' option in RocksDB options.
        bluestore_volume_selection_reserved_factor float advanced !startup =2
         DB level size multiplier. Determines amount of space at DB device to bar from the usage when 'use \
        some extra' policy is in action. Reserved size is determined as sum(L_max_size[0], L_max_size[L-1]) \
        + L_max_size[L] * this_factor
        bluestore_volume_selection_reserved int advanced !startup
         Space reserved at DB device and not allowed for 'use some extra' policy usage. Overrides \
        'bluestore_volume_selection_reserved_factor' setting and introduces straightforward limit.
        bdev_ioring bool advanced
         Enables Linux io_uring API instead of libaio
        bdev_ioring_hipri bool advanced
         Enables Linux io_uring API Use polled IO completions
        bdev_ioring_sqthread_poll bool advanced
         Enables Linux io_uring API Offload submission/completion to kernel thread
        bluestore_kv_sync_util_logging_s float advanced !runtime =10
         KV sync thread utilization logging period
          How often (in seconds) to print KV sync thread utilization, not logged when set to 0 or when \
        utilization is 0%
        """
}
