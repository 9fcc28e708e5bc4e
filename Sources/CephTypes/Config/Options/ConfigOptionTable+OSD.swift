// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The OSD's options: maps, pools, placement and operations.
    static let osd = """
        osd_calc_pg_upmaps_aggressively bool advanced !runtime =true
         try to calculate PG upmaps more aggressively, e.g., by doing a fairly exhaustive search of existing \
        PGs that can be unmapped or upmapped
        osd_calc_pg_upmaps_local_fallback_retries uint advanced !runtime =100
         Maximum number of PGs we can attempt to unmap or upmap for a specific overfull or underfull osd per \
        iteration\u{20}
        osd_numa_prefer_iface bool advanced !startup &osd_numa_auto_affinity =true
         prefer IP on network interface on same numa node as storage
        osd_numa_auto_affinity bool advanced !startup =true
         automatically set affinity to numa node when storage and network match
        osd_numa_node int advanced !startup &osd_numa_auto_affinity =-1
         set affinity to a numa node (-1 for none)
        osd_smart_report_timeout uint advanced =5
         Timeout (in seconds) for smarctl to run, default is set to 5
        osd_check_max_object_name_len_on_startup bool dev =true
        osd_max_backfills uint advanced !runtime =1
         Maximum number of concurrent local and remote backfills or recoveries per OSD\u{20}
          There can be osd_max_backfills local reservations AND the same remote reservations per OSD. So a \
        value of 1 lets this OSD participate as 1 PG primary in recovery and 1 shard of another recovering PG.
        osd_min_recovery_priority int advanced
         Minimum priority below which recovery is not performed
          The purpose here is to prevent the cluster from doing *any* lower priority work (e.g., \
        rebalancing) below this threshold and focus solely on higher priority work (e.g., replicating \
        degraded objects).
        osd_backfill_retry_interval float advanced =30
         how frequently to retry backfill reservations after being denied (e.g., due to a full OSD)
        osd_recovery_retry_interval float advanced =30
         how frequently to retry recovery reservations after being denied (e.g., due to a full OSD)
        osd_agent_max_ops int advanced =4
         maximum concurrent tiering operations for tiering agent
        osd_agent_max_low_ops int advanced =2
         maximum concurrent low-priority tiering operations for tiering agent
        osd_agent_min_evict_effort float advanced <0 >0.99 =0.1
         minimum effort to expend evicting clean objects
        osd_agent_quantize_effort float advanced =0.1
         size of quantize unit for eviction effort
        osd_agent_delay_time float advanced =5
         how long agent should sleep if it has no work to do
        osd_find_best_info_ignore_history_les bool dev
         ignore last_epoch_started value when peering AND PROBABLY LOSE DATA
          THIS IS AN EXTREMELY DANGEROUS OPTION THAT SHOULD ONLY BE USED AT THE DIRECTION OF A DEVELOPER.  \
        It makes peering ignore the last_epoch_started value when peering, which can allow the OSD to \
        believe an OSD has an authoritative view of a PG's contents even when it is in fact old and stale, \
        typically leading to data loss (by believing a stale PG is up to date).
        osd_agent_hist_halflife int advanced =1000
         halflife of agent atime and temp histograms
        osd_agent_slop float advanced =0.02
         slop factor to avoid switching tiering flush and eviction mode
        osd_uuid uuid advanced !create
         uuid label for a new OSD
        osd_data str advanced !no_mon_update =/var/lib/ceph/osd/$cluster-$id
         path to OSD data
        osd_journal str advanced !no_mon_update =/var/lib/ceph/osd/$cluster-$id/journal
         path to OSD journal (when FileStore backend is in use)
        osd_journal_size size advanced !create =5120
         size of FileStore journal (in MiB)
        osd_journal_flush_on_shutdown bool advanced =true
         flush FileStore journal contents during clean OSD shutdown
        osd_compact_on_start bool advanced
         compact OSD's object store's OMAP on start
        osd_os_flags uint dev
         flags to skip filestore omap or journal initialization
        osd_max_write_size size advanced <4 =90
         Maximum size of a RADOS write operation in megabytes
          This setting prevents clients from doing very large writes to RADOS.  If you set this to a value \
        below what clients expect, they will receive an error when attempting to write to the cluster.
        osd_max_pgls uint advanced =1024
         maximum number of results when listing objects in a pool
        osd_client_message_size_cap size advanced =524288000
         maximum memory to devote to in-flight client requests
          If this value is exceeded, the OSD will not read any new client data off of the network until \
        memory is freed.
        osd_client_message_cap uint advanced =256
         maximum number of in-flight client requests
        osd_crush_update_weight_set bool advanced =true
         update CRUSH weight-set weights when updating weights
          If this setting is true, we will update the weight-set weights when adjusting an item's weight, \
        effectively making changes take effect immediately, and discarding any previous optimization in the \
        weight-set value.  Setting this value to false will leave it to the balancer to (slowly, presumably) \
        adjust weights to approach the new target value.
        osd_crush_chooseleaf_type int dev !cluster_create =1
         default chooseleaf type for osdmaptool --create
        osd_pool_use_gmt_hitset bool dev =true
         use UTC for hitset timestamps
          This setting only exists for compatibility with hammer (and older) clusters.
        osd_crush_update_on_start bool advanced =true
         update OSD CRUSH location on startup
        osd_class_update_on_start bool advanced =true
         set OSD device class on startup
        osd_crush_initial_weight float advanced =-1
         if >= 0, initial CRUSH weight for newly created OSDs
          If this value is negative, the size of the OSD in TiB is used.
        osd_pool_default_ec_fast_read bool advanced @mon
         set ec_fast_read for new erasure-coded pools
        osd_pool_default_crush_rule int advanced @mon =-1
         CRUSH rule for newly created pools
        osd_pool_erasure_code_stripe_unit size advanced @mon =4096
         the amount of data (in bytes) in a data chunk, per stripe
        osd_pool_default_size uint advanced !runtime @mon <0 >10 =3
         the number of copies of an object for new replicated pools
        osd_pool_default_min_size uint advanced !runtime @mon &osd_pool_default_size <0 >255
         the minimal number of copies allowed to write to a degraded pool for new replicated pools
          0 means no specific default; ceph will use size-size/2
        osd_pool_default_pg_num uint advanced !runtime @mon =32
         number of PGs for new pools
        osd_pool_default_pgp_num uint advanced !runtime @mon &osd_pool_default_pg_num
         number of PGs for placement purposes (0 to match pg_num)
        osd_pool_default_type str advanced !runtime @mon |replicated |erasure =replicated
         default type of pool to create
        osd_pool_default_erasure_code_profile str advanced !runtime @mon =plugin=jerasure \
        technique=reed_sol_van k=2 m=2
         default erasure code profile for new erasure-coded pools
        osd_erasure_code_plugins str advanced !startup @mon @osd =jerasure lrc isa
         erasure code plugins to load
        osd_allow_recovery_below_min_size bool dev @osd =true
         allow replicated pools to recover with < min_size active members
        osd_pool_default_flags int dev @mon
         (integer) flags to set on new pools
        osd_pool_default_flag_hashpspool bool advanced @mon =true
         set hashpspool (better hashing scheme) flag on new pools
        osd_pool_default_flag_nodelete bool advanced @mon
         set nodelete flag on new pools
        osd_pool_default_flag_nopgchange bool advanced @mon
         set nopgchange flag on new pools
        osd_pool_default_flag_nosizechange bool advanced @mon
         set nosizechange flag on new pools
        osd_pool_default_flag_bulk bool advanced @mon
         set bulk flag on new pools
        osd_pool_default_hit_set_bloom_fpp float advanced @mon &osd_tier_default_cache_hit_set_type =0.05
        osd_pool_default_cache_target_dirty_ratio float advanced =0.4
        osd_pool_default_cache_target_dirty_high_ratio float advanced =0.6
        osd_pool_default_cache_target_full_ratio float advanced =0.8
        osd_pool_default_cache_min_flush_age int advanced
        osd_pool_default_cache_min_evict_age int advanced
        osd_pool_default_cache_max_evict_check_size int advanced =10
        osd_pool_default_pg_autoscale_mode str advanced !runtime |off |warn |on =on
         Default PG autoscaling behavior for new pools
        osd_pool_default_read_lease_ratio float dev !runtime &osd_heartbeat_grace =0.8
         Default read_lease_ratio for a pool, as a multiple of osd_heartbeat_grace
          This should be <= 1.0 so that the read lease will have expired by the time we decide to mark a \
        peer OSD down.
        osd_hit_set_min_size int advanced =1000
        osd_hit_set_max_size int advanced =100000
        osd_hit_set_namespace str advanced =.ceph-internal
        osd_tier_promote_max_objects_sec uint advanced =25
        osd_tier_promote_max_bytes_sec size advanced =5242880
        osd_tier_default_cache_mode str advanced !runtime |none |writeback |forward |readonly |readforward \
        |readproxy |proxy =writeback
        osd_tier_default_cache_hit_set_count uint advanced =4
        osd_tier_default_cache_hit_set_period uint advanced =1200
        osd_tier_default_cache_hit_set_type str advanced !runtime |bloom |explicit_hash |explicit_object \
        =bloom
        osd_tier_default_cache_min_read_recency_for_promote uint advanced =1
         number of recent HitSets the object must appear in to be promoted (on read)
        osd_tier_default_cache_min_write_recency_for_promote uint advanced =1
         number of recent HitSets the object must appear in to be promoted (on write)
        osd_tier_default_cache_hit_set_grade_decay_rate uint advanced =20
        osd_tier_default_cache_hit_set_search_last_n uint advanced =1
        osd_objecter_finishers int advanced !startup =1
        osd_map_dedup bool advanced =true
        osd_map_cache_size int advanced =50
        osd_map_message_max int advanced =40
         maximum number of OSDMaps to include in a single message
        osd_map_message_max_bytes size advanced =10485760
         maximum number of bytes worth of OSDMaps to include in a single message
        osd_map_share_max_epochs int advanced =40
        osd_pg_epoch_max_lag_factor float advanced &osd_map_cache_size =2
         Max multiple of the map cache that PGs can lag before we throttle map injest
        osd_inject_bad_map_crc_probability float dev
        osd_inject_failure_on_pg_removal bool dev
        osd_max_markdown_period int advanced =600
        osd_max_markdown_count int advanced =5
        osd_op_pq_max_tokens_per_priority uint advanced =4194304
        osd_op_pq_min_cost size advanced =65536
        osd_recover_clone_overlap bool advanced =true
        osd_num_cache_shards size advanced !startup =32
         The number of cache shards to use in the object store.
        osd_aggregated_slow_ops_logging bool advanced =true
         Allow OSD daemon to send an aggregated slow ops to the cluster log.
        osd_op_num_threads_per_shard int advanced !startup
        osd_op_num_threads_per_shard_hdd int advanced !startup &osd_op_num_threads_per_shard =1
        osd_op_num_threads_per_shard_ssd int advanced !startup &osd_op_num_threads_per_shard =2
        osd_op_num_shards int advanced !startup
        osd_op_num_shards_hdd int advanced !startup &osd_op_num_shards =5
        osd_op_num_shards_ssd int advanced !startup &osd_op_num_shards =8
        osd_skip_data_digest bool dev
         Do not store full-object checksums if the backend (bluestore) does its own checksums.  Only usable \
        with all BlueStore OSDs.
        osd_op_queue str advanced &osd_op_queue_cut_off |wpq |mclock_scheduler |debug_random =wpq
         which operation priority queue algorithm to use
          which operation priority queue algorithm to use; mclock_scheduler is currently experimental
        osd_op_queue_cut_off str advanced &osd_op_queue |low |high |debug_random =high
         the threshold between high priority ops and low priority ops
          the threshold between high priority ops that use strict priority ordering and low priority ops \
        that use a fairness algorithm that may or may not incorporate priority
        osd_mclock_scheduler_client_res uint advanced &osd_op_queue =1
         IO proportion reserved for each client (default)
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_client_wgt uint advanced &osd_op_queue =1
         IO share for each client (default) over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_client_lim uint advanced &osd_op_queue =999999
         IO limit for each client (default) over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_recovery_res uint advanced &osd_op_queue =1
         IO proportion reserved for background recovery (default)
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_recovery_wgt uint advanced &osd_op_queue =1
         IO share for each background recovery over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_recovery_lim uint advanced &osd_op_queue =999999
         IO limit for background recovery over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_best_effort_res uint advanced &osd_op_queue =1
         IO proportion reserved for background best_effort (default)
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_best_effort_wgt uint advanced &osd_op_queue =1
         IO share for each background best_effort over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_background_best_effort_lim uint advanced &osd_op_queue =999999
         IO limit for background best_effort over reservation
          Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_scheduler_anticipation_timeout float advanced
         mclock anticipation timeout in seconds
          the amount of time that mclock waits until the unused resource is forfeited
        osd_mclock_cost_per_io_usec float dev !runtime
         Cost per IO in microseconds to consider per OSD (overrides _ssd and _hdd if non-zero)
          This option specifies the cost factor to consider in usec per OSD. This is considered by the \
        mclock scheduler to set an additional cost factor in QoS calculations. Only considered for \
        osd_op_queue = mclock_scheduler
        osd_mclock_cost_per_io_usec_hdd float dev !runtime =25000
         Cost per IO in microseconds to consider per OSD (for rotational media)
          This option specifies the cost factor to consider in usec per OSD for rotational device type. This \
        is considered by the mclock_scheduler to set an additional cost factor in QoS calculations. Only \
        considered for osd_op_queue = mclock_scheduler
        osd_mclock_cost_per_io_usec_ssd float dev !runtime =50
         Cost per IO in microseconds to consider per OSD (for solid state media)
          This option specifies the cost factor to consider in usec per OSD for solid state device type. \
        This is considered by the mclock_scheduler to set an additional cost factor in QoS calculations. \
        Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_cost_per_byte_usec float dev !runtime
         Cost per byte in microseconds to consider per OSD (overrides _ssd and _hdd if non-zero)
          This option specifies the cost per byte to consider in microseconds per OSD. This is considered by \
        the mclock scheduler to set an additional cost factor in QoS calculations. Only considered for \
        osd_op_queue = mclock_scheduler
        osd_mclock_cost_per_byte_usec_hdd float dev !runtime =5.2
         Cost per byte in microseconds to consider per OSD (for rotational media)
          This option specifies the cost per byte to consider in microseconds per OSD for rotational device \
        type. This is considered by the mclock_scheduler to set an additional cost factor in QoS \
        calculations. Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_cost_per_byte_usec_ssd float dev !runtime =0.011
         Cost per byte in microseconds to consider per OSD (for solid state media)
          This option specifies the cost per byte to consider in microseconds per OSD for solid state device \
        type. This is considered by the mclock_scheduler to set an additional cost factor in QoS \
        calculations. Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_max_capacity_iops_hdd float basic !runtime =315
         Max IOPs capacity (at 4KiB block size) to consider per OSD (for rotational media)
          This option specifies the max OSD capacity in iops per OSD. Helps in QoS calculations when \
        enabling a dmclock profile. Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_max_capacity_iops_ssd float basic !runtime =21500
         Max IOPs capacity (at 4KiB block size) to consider per OSD (for solid state media)
          This option specifies the max OSD capacity in iops per OSD. Helps in QoS calculations when \
        enabling a dmclock profile. Only considered for osd_op_queue = mclock_scheduler
        osd_mclock_force_run_benchmark_on_init bool advanced !startup &osd_mclock_max_capacity_iops_hdd \
        &osd_mclock_max_capacity_iops_ssd
         Force run the OSD benchmark on OSD initialization/boot-up
          This option specifies whether the OSD benchmark must be run during the OSD boot-up sequence even \
        if historical data about the OSD iops capacity is available in the MON config store. Enable this to \
        refresh the OSD iops capacity if the underlying device's performance characteristics have changed \
        significantly. Only considered for osd_op_queue = mclock_scheduler.
        osd_mclock_skip_benchmark bool dev !runtime &osd_mclock_max_capacity_iops_hdd \
        &osd_mclock_max_capacity_iops_ssd
         Skip the OSD benchmark on OSD initialization/boot-up
          This option specifies whether the OSD benchmark must be skipped during the OSD boot-up sequence. \
        Only considered for osd_op_queue = mclock_scheduler.
        osd_mclock_profile str advanced !runtime &osd_op_queue |balanced |high_recovery_ops |high_client_ops \
        |custom =high_client_ops
         Which mclock profile to use
          This option specifies the mclock profile to enable - one among the set of built-in profiles or a \
        custom profile. Only considered for osd_op_queue = mclock_scheduler
        osd_ignore_stale_divergent_priors bool advanced
        osd_read_ec_check_for_errors bool advanced
        osd_recover_clone_overlap_limit uint advanced !runtime =10
        osd_debug_feed_pullee int dev =-1
         Feed a pullee, and force primary to pull a currently missing object from it
        osd_backfill_scan_min int advanced =64
        osd_backfill_scan_max int advanced =512
        osd_op_thread_timeout int advanced =15
        osd_op_thread_suicide_timeout int advanced =150
        osd_recovery_sleep float advanced !runtime
         Time in seconds to sleep before next recovery or backfill op
        osd_recovery_sleep_hdd float advanced !runtime =0.1
         Time in seconds to sleep before next recovery or backfill op for HDDs
        osd_recovery_sleep_ssd float advanced !runtime &osd_recovery_sleep
         Time in seconds to sleep before next recovery or backfill op for SSDs
        osd_recovery_sleep_hybrid float advanced !runtime &osd_recovery_sleep =0.025
         Time in seconds to sleep before next recovery or backfill op when data is on HDD and journal is on \
        SSD
        osd_snap_trim_sleep float advanced !runtime
         Time in seconds to sleep before next snap trim (overrides values below)
        osd_snap_trim_sleep_hdd float advanced !runtime =5
         Time in seconds to sleep before next snap trim for HDDs
        osd_snap_trim_sleep_ssd float advanced !runtime
         Time in seconds to sleep before next snap trim for SSDs
        osd_snap_trim_sleep_hybrid float advanced !runtime =2
         Time in seconds to sleep before next snap trim when data is on HDD and journal is on SSD
        osd_scrub_invalid_stats bool advanced =true
        osd_command_thread_timeout int advanced =600
        osd_command_thread_suicide_timeout int advanced =900
        osd_heartbeat_interval int dev <1 >60 =6
         Interval (in seconds) between peer pings
        osd_heartbeat_grace int advanced =20
        """
}
