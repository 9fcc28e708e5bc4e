// Names alone, sorted; ConfigOptionTable.swift says what the lists mean.
extension ConfigOptionTable {
    /// For advanced users, changed in running daemons.
    static let advancedAtRuntime = """
        auth_allow_insecure_global_id_reclaim auth_expose_insecure_global_id_reclaim auth_mon_ticket_ttl
        auth_service_ticket_ttl bdev_aio bdev_aio_max_queue_depth bdev_aio_poll_ms bdev_aio_reap_max
        bdev_async_discard bdev_block_size bdev_enable_discard bdev_flock_retry bdev_flock_retry_interval
        bdev_ioring bdev_ioring_hipri bdev_ioring_sqthread_poll bdev_nvme_unbind_from_kernel
        bluefs_alloc_size bluefs_buffered_io bluefs_compact_log_sync bluefs_failed_shared_alloc_cooldown
        bluefs_log_compact_min_ratio bluefs_log_compact_min_size bluefs_log_replay_check_allocations
        bluefs_max_log_runway bluefs_max_prefetch bluefs_min_flush_size bluefs_min_log_runway
        bluefs_replay_recovery_disable_compact bluefs_shared_alloc_size bluefs_sync_write
        bluestore_bluefs_alloc_failure_dump_interval bluestore_cache_trim_interval bluestore_clone_cow
        bluestore_compression_algorithm bluestore_compression_max_blob_size
        bluestore_compression_max_blob_size_hdd bluestore_compression_max_blob_size_ssd
        bluestore_compression_min_blob_size bluestore_compression_min_blob_size_hdd
        bluestore_compression_min_blob_size_ssd bluestore_compression_mode
        bluestore_compression_required_ratio bluestore_csum_type bluestore_default_buffered_read
        bluestore_default_buffered_write bluestore_deferred_batch_ops bluestore_deferred_batch_ops_hdd
        bluestore_deferred_batch_ops_ssd bluestore_fsck_error_on_no_per_pg_omap
        bluestore_fsck_error_on_no_per_pool_omap bluestore_fsck_error_on_no_per_pool_stats
        bluestore_fsck_quick_fix_threads bluestore_fsck_read_bytes_cap bluestore_kv_sync_util_logging_s
        bluestore_log_collection_list_age bluestore_log_omap_iterator_age bluestore_log_op_age
        bluestore_max_defer_interval bluestore_max_deferred_txc bluestore_prefer_deferred_size
        bluestore_prefer_deferred_size_hdd bluestore_prefer_deferred_size_ssd bluestore_retry_disk_reads
        bluestore_rocksdb_cf bluestore_throttle_bytes bluestore_throttle_cost_per_io
        bluestore_throttle_cost_per_io_hdd bluestore_throttle_cost_per_io_ssd
        bluestore_throttle_deferred_bytes bluestore_throttle_trace_rate bluestore_tracing
        bluestore_warn_on_bluefs_spillover bluestore_warn_on_legacy_statfs bluestore_warn_on_no_per_pg_omap
        bluestore_warn_on_no_per_pool_omap bluestore_warn_on_spurious_read_errors
        cephfs_mirror_action_update_interval cephfs_mirror_directory_scan_interval
        cephfs_mirror_max_concurrent_directory_syncs cephfs_mirror_max_consecutive_failures_per_directory
        cephfs_mirror_max_snapshot_sync_per_cycle cephfs_mirror_mount_timeout
        cephfs_mirror_restart_mirror_on_blocklist_interval cephfs_mirror_restart_mirror_on_failure_interval
        cephfs_mirror_retry_failed_directories_interval cephsqlite_blocklist_dead_locker
        cephsqlite_lock_renewal_interval cephsqlite_lock_renewal_timeout cephx_cluster_require_signatures
        cephx_cluster_require_version cephx_require_signatures cephx_require_version
        cephx_service_require_signatures cephx_service_require_version cephx_sign_messages
        client_asio_thread_count client_cache_mid client_check_pool_perm
        client_collect_and_send_global_metrics client_die_on_failed_dentry_invalidate client_dirsize_rbytes
        client_force_lazyio client_max_retries_on_remount_failure client_mount_gid client_mount_timeout
        client_mount_uid client_oc client_oc_max_dirty client_oc_max_dirty_age client_oc_max_objects
        client_oc_size client_oc_target_dirty client_permissions client_quota client_quota_df
        client_readahead_max_bytes client_readahead_max_periods client_readahead_min client_reconnect_stale
        client_shutdown_timeout clog_to_graylog clog_to_graylog_host clog_to_graylog_port clog_to_monitors
        clog_to_syslog clog_to_syslog_facility clog_to_syslog_level compressor_zlib_isal
        compressor_zlib_level compressor_zlib_winsize compressor_zstd_level crimson_osd_obc_lru_size
        crimson_osd_scheduler_concurrency crush_location_hook_timeout defer_client_eviction_on_laggy_osds
        enable_experimental_unrecoverable_data_corrupting_features event_tracing filer_max_purge_ops
        filer_max_truncate_ops filestore_btrfs_clone_range filestore_collect_device_partition_information
        filestore_commit_timeout filestore_expected_throughput_bytes filestore_expected_throughput_ops
        filestore_fadvise filestore_fiemap filestore_max_sync_interval filestore_op_thread_suicide_timeout
        filestore_op_thread_timeout filestore_op_threads filestore_punch_hole filestore_queue_max_bytes
        filestore_queue_max_ops filestore_seek_data_hole filestore_splice
        filestore_wbthrottle_btrfs_bytes_hard_limit filestore_wbthrottle_btrfs_bytes_start_flusher
        filestore_wbthrottle_btrfs_inodes_hard_limit filestore_wbthrottle_btrfs_inodes_start_flusher
        filestore_wbthrottle_btrfs_ios_hard_limit filestore_wbthrottle_btrfs_ios_start_flusher
        filestore_wbthrottle_enable filestore_wbthrottle_xfs_bytes_hard_limit
        filestore_wbthrottle_xfs_bytes_start_flusher filestore_wbthrottle_xfs_inodes_hard_limit
        filestore_wbthrottle_xfs_inodes_start_flusher filestore_wbthrottle_xfs_ios_hard_limit
        filestore_wbthrottle_xfs_ios_start_flusher filestore_xfs_extsize fuse_allow_other
        fuse_atomic_o_trunc fuse_big_writes fuse_disable_pagecache fuse_max_write fuse_multithreaded
        fuse_require_active_mds fuse_set_user_groups fuse_splice_move fuse_splice_read fuse_splice_write
        fuse_syncfs_on_mksnap fuse_use_invalidate_cb immutable_object_cache_client_dedicated_thread_num
        immutable_object_cache_max_inflight_ops immutable_object_cache_max_size
        immutable_object_cache_qos_bps_burst immutable_object_cache_qos_bps_burst_seconds
        immutable_object_cache_qos_bps_limit immutable_object_cache_qos_iops_burst
        immutable_object_cache_qos_iops_burst_seconds immutable_object_cache_qos_iops_limit
        immutable_object_cache_qos_schedule_tick_min immutable_object_cache_watermark
        journal_max_write_bytes journal_max_write_entries journaler_prefetch_periods
        journaler_prezero_periods journaler_write_head_interval kstore_default_stripe_size
        kstore_fsck_on_mount kstore_fsck_on_mount_deep kstore_max_bytes kstore_max_ops kstore_nid_prealloc
        kstore_onode_map_size kstore_sync_submit_transaction kstore_sync_transaction leveldb_block_size
        leveldb_bloom_size leveldb_cache_size leveldb_compact_on_mount leveldb_compression
        leveldb_log_to_ceph_log leveldb_max_open_files leveldb_paranoid leveldb_write_buffer_size
        librados_thread_count log_coarse_timestamps log_flush_on_exit log_max_new log_max_recent
        max_rotating_auth_attempts mds_abort_on_newly_corrupt_dentry mds_action_on_write_error
        mds_alternate_name_max mds_asio_thread_count mds_bal_export_pin mds_bal_fragment_dirs
        mds_bal_fragment_fast_factor mds_bal_fragment_interval mds_bal_fragment_size_max
        mds_bal_idle_threshold mds_bal_interval mds_bal_merge_size mds_bal_replicate_threshold
        mds_bal_sample_interval mds_bal_split_bits mds_bal_split_rd mds_bal_split_size mds_bal_split_wr
        mds_bal_target_decay mds_bal_unreplicate_threshold mds_beacon_grace mds_beacon_interval
        mds_beacon_mon_down_grace mds_cache_mid mds_cache_reservation mds_cache_trim_decay_rate
        mds_cache_trim_interval mds_cache_trim_threshold mds_cap_acquisition_throttle_retry_request_timeout
        mds_cap_revoke_eviction_timeout mds_client_delegate_inos_pct mds_client_prealloc_inos
        mds_client_writeable_range_max_inc_objs mds_damage_table_max_entries mds_decay_halflife
        mds_default_dir_hash mds_deny_all_reconnect mds_dir_keys_per_op mds_dir_max_commit_size
        mds_dir_max_entries mds_early_reply mds_enable_op_tracker mds_enforce_unique_name
        mds_export_ephemeral_distributed mds_export_ephemeral_distributed_factor mds_export_ephemeral_random
        mds_export_ephemeral_random_max mds_forward_all_requests_to_auth mds_go_bad_corrupt_dentry
        mds_hack_allow_loading_invalid_metadata mds_health_cache_threshold mds_health_summarize_threshold
        mds_heartbeat_grace mds_heartbeat_reset_grace mds_log_events_per_segment mds_log_max_events
        mds_log_max_segments mds_log_segment_size mds_log_warn_factor mds_max_caps_per_client
        mds_max_file_recover mds_max_purge_files mds_max_purge_ops mds_max_purge_ops_per_pg
        mds_max_scrub_ops_in_progress mds_max_snaps_per_dir mds_max_xattr_pairs_size
        mds_metrics_update_interval mds_min_caps_per_client mds_min_caps_working_set
        mds_mon_shutdown_timeout mds_op_complaint_time mds_op_history_duration mds_op_history_size
        mds_ping_grace mds_ping_interval mds_recall_global_max_decay_threshold mds_recall_max_caps
        mds_recall_max_decay_rate mds_recall_max_decay_threshold mds_recall_warning_decay_rate
        mds_recall_warning_threshold mds_reconnect_timeout mds_replay_interval
        mds_request_load_average_decay_rate mds_root_ino_gid mds_root_ino_uid mds_scatter_nudge_interval
        mds_session_blocklist_on_evict mds_session_blocklist_on_timeout
        mds_session_cache_liveness_decay_rate mds_session_cache_liveness_magnitude
        mds_session_cap_acquisition_decay_rate mds_session_cap_acquisition_throttle
        mds_session_max_caps_throttle_ratio mds_session_metadata_threshold mds_sessionmap_keys_per_op
        mds_snap_max_uid mds_snap_min_uid mds_snap_rstat mds_tick_interval memstore_device_bytes
        memstore_page_set memstore_page_size mgr_max_pg_num_change mgr_service_beacon_grace
        mgr_standby_modules mgr_stats_threshold mgr_tick_period mon_accept_timeout_factor
        mon_allow_pool_delete mon_allow_pool_size_one mon_auth_validate_all_caps mon_client_bytes
        mon_client_hunt_interval mon_client_hunt_interval_backoff mon_client_hunt_interval_max_multiple
        mon_client_hunt_interval_min_multiple mon_client_hunt_parallel mon_client_log_interval
        mon_client_max_log_entries_per_message mon_client_ping_interval mon_client_ping_timeout
        mon_clock_drift_allowed mon_clock_drift_warn_backoff mon_cluster_log_file mon_cluster_log_file_level
        mon_cluster_log_to_file mon_cluster_log_to_graylog mon_cluster_log_to_graylog_host
        mon_cluster_log_to_graylog_port mon_cluster_log_to_stderr mon_cluster_log_to_syslog
        mon_cluster_log_to_syslog_facility mon_cluster_log_to_syslog_level mon_compact_on_bootstrap
        mon_compact_on_start mon_compact_on_trim mon_con_tracker_persist_interval
        mon_con_tracker_score_halflife mon_config_key_max_entry_size mon_cpu_threads mon_daemon_bytes
        mon_data_avail_crit mon_data_avail_warn mon_data_size_warn mon_delta_reset_interval
        mon_down_mkfs_grace mon_election_default_strategy mon_election_timeout
        mon_elector_ignore_propose_margin mon_elector_ping_divisor mon_elector_ping_timeout
        mon_enable_op_tracker mon_fake_pool_delete mon_force_quorum_join mon_globalid_prealloc
        mon_health_max_detail mon_health_to_clog mon_health_to_clog_interval mon_lease
        mon_lease_ack_timeout_factor mon_lease_renew_interval_factor mon_log_max_summary
        mon_max_log_entries_per_event mon_max_log_epochs mon_max_mdsmap_epochs mon_max_mgrmap_epochs
        mon_max_osd mon_max_pg_per_osd mon_max_pool_pg_num mon_max_snap_prune_per_epoch mon_mds_skip_sanity
        mon_mgr_beacon_grace mon_mgr_inactive_grace mon_mgr_mkfs_grace mon_min_osdmap_epochs
        mon_op_complaint_time mon_op_history_duration mon_op_history_size mon_op_history_slow_op_size
        mon_op_history_slow_op_threshold mon_op_log_threshold mon_osd_adjust_down_out_interval
        mon_osd_adjust_heartbeat_grace mon_osd_auto_mark_auto_out_in mon_osd_auto_mark_in
        mon_osd_auto_mark_new_in mon_osd_blocklist_default_expire mon_osd_cache_size mon_osd_cache_size_min
        mon_osd_crush_smoke_test mon_osd_destroyed_out_interval mon_osd_down_out_interval
        mon_osd_down_out_subtree_limit mon_osd_err_op_age_ratio mon_osd_laggy_halflife
        mon_osd_laggy_max_interval mon_osd_laggy_weight mon_osd_max_creating_pgs mon_osd_max_initial_pgs
        mon_osd_min_down_reporters mon_osd_min_in_ratio mon_osd_min_up_ratio
        mon_osd_prime_pg_temp_max_estimate mon_osd_report_timeout mon_osd_reporter_subtree_level
        mon_osd_snap_trim_queue_warn_on mon_osd_warn_num_repaired mon_osd_warn_op_age
        mon_osdmap_full_prune_enabled mon_osdmap_full_prune_interval mon_osdmap_full_prune_min
        mon_osdmap_full_prune_txsize mon_pg_check_down_all_threshold mon_pg_stuck_threshold
        mon_pg_warn_max_object_skew mon_pg_warn_min_objects mon_pg_warn_min_per_osd
        mon_pg_warn_min_pool_objects mon_pool_quota_crit_threshold mon_pool_quota_warn_threshold
        mon_probe_timeout mon_reweight_max_change mon_reweight_max_osds mon_reweight_min_bytes_per_osd
        mon_reweight_min_pgs_per_osd mon_scrub_interval mon_scrub_max_keys mon_scrub_timeout
        mon_session_timeout mon_smart_report_timeout mon_stat_smooth_intervals
        mon_stretch_cluster_recovery_ratio mon_stretch_recovery_min_wait mon_sync_max_payload_keys
        mon_sync_max_payload_size mon_sync_timeout mon_target_pg_per_osd mon_tick_interval
        mon_timecheck_interval mon_timecheck_skew_interval mon_warn_older_version_delay
        mon_warn_on_cache_pools_without_hit_sets mon_warn_on_crush_straw_calc_version_zero
        mon_warn_on_degraded_stretch_mode mon_warn_on_insecure_global_id_reclaim
        mon_warn_on_insecure_global_id_reclaim_allowed mon_warn_on_legacy_crush_tunables
        mon_warn_on_misplaced mon_warn_on_msgr2_not_enabled mon_warn_on_older_version
        mon_warn_on_osd_down_out_interval_zero mon_warn_on_pool_no_redundancy mon_warn_on_slow_ping_ratio
        mon_warn_on_slow_ping_time mon_warn_on_too_few_osds mon_warn_pg_not_deep_scrubbed_ratio
        mon_warn_pg_not_scrubbed_ratio ms_async_op_threads ms_async_rdma_buffer_size ms_async_rdma_cm
        ms_async_rdma_dscp ms_async_rdma_enable_hugepage ms_async_rdma_gid_idx ms_async_rdma_polling_us
        ms_async_rdma_port_num ms_async_rdma_receive_buffers ms_async_rdma_receive_queue_len
        ms_async_rdma_roce_ver ms_async_rdma_send_buffers ms_async_rdma_sl ms_async_rdma_support_srq
        ms_bind_before_connect ms_bind_ipv4 ms_bind_ipv6 ms_bind_msgr1 ms_bind_msgr2 ms_bind_port_max
        ms_bind_port_min ms_bind_prefer_ipv4 ms_bind_retry_count ms_bind_retry_delay
        ms_connection_idle_timeout ms_connection_ready_timeout ms_dispatch_throttle_bytes
        ms_dpdk_hw_flow_control ms_dpdk_hw_queue_weight ms_dpdk_lro ms_dpdk_port_id
        ms_dpdk_rx_buffer_count_per_core ms_dump_corrupt_message_level ms_dump_on_send ms_initial_backoff
        ms_learn_addr_from_peer ms_max_accept_failures ms_max_backoff ms_tcp_listen_backlog ms_tcp_nodelay
        ms_tcp_prefetch_max_size ms_tcp_rcvbuf objecter_inflight_op_bytes objecter_inflight_ops
        objecter_timeout objectstore_blackhole osd_agent_delay_time osd_agent_hist_halflife
        osd_agent_max_low_ops osd_agent_max_ops osd_agent_min_evict_effort osd_agent_quantize_effort
        osd_agent_slop osd_aggregated_slow_ops_logging osd_asio_thread_count osd_async_recovery_min_cost
        osd_auto_mark_unfound_lost osd_backfill_retry_interval osd_backfill_scan_max osd_backfill_scan_min
        osd_backoff_on_degraded osd_backoff_on_peering osd_backoff_on_unfound osd_beacon_report_interval
        osd_bench_duration osd_bench_large_size_max_throughput osd_bench_max_block_size
        osd_bench_small_size_max_iops osd_blkin_trace_all osd_calc_pg_upmaps_aggressively
        osd_calc_pg_upmaps_local_fallback_retries osd_check_for_log_corruption osd_class_update_on_start
        osd_client_message_cap osd_client_message_size_cap osd_client_op_priority osd_command_max_records
        osd_command_thread_suicide_timeout osd_command_thread_timeout osd_compact_on_start
        osd_copyfrom_max_chunk osd_crush_initial_weight osd_crush_update_on_start
        osd_crush_update_weight_set osd_deep_scrub_interval osd_deep_scrub_keys
        osd_deep_scrub_large_omap_object_key_threshold osd_deep_scrub_large_omap_object_value_sum_threshold
        osd_deep_scrub_randomize_ratio osd_deep_scrub_stride osd_deep_scrub_update_digest_min_age
        osd_default_data_pool_replay_window osd_default_notify_timeout osd_delete_sleep osd_delete_sleep_hdd
        osd_delete_sleep_hybrid osd_delete_sleep_ssd osd_discard_disconnected_ops osd_enable_op_tracker
        osd_failsafe_full_ratio osd_fast_fail_on_connection_refused osd_fast_info osd_fast_shutdown
        osd_fast_shutdown_notify_mon osd_force_auth_primary_missing_objects osd_function_tracing
        osd_heartbeat_grace osd_heartbeat_min_healthy_ratio osd_heartbeat_min_peers osd_heartbeat_min_size
        osd_heartbeat_stale osd_heartbeat_use_min_delay_socket osd_hit_set_max_size osd_hit_set_min_size
        osd_ignore_stale_divergent_priors osd_journal_flush_on_shutdown osd_loop_before_reset_tphandle
        osd_map_cache_size osd_map_dedup osd_map_message_max osd_map_message_max_bytes
        osd_map_share_max_epochs osd_max_attr_name_len osd_max_attr_size osd_max_backfills
        osd_max_markdown_count osd_max_markdown_period osd_max_object_name_len osd_max_object_namespace_len
        osd_max_object_size osd_max_omap_bytes_per_request osd_max_omap_entries_per_request
        osd_max_pg_blocked_by osd_max_pg_per_osd_hard_ratio osd_max_pgls osd_max_push_cost
        osd_max_push_objects osd_max_scrubs osd_max_trimming_pgs osd_max_write_op_reply_len
        osd_max_write_size osd_mclock_profile osd_mclock_scheduler_anticipation_timeout
        osd_mclock_scheduler_background_best_effort_lim osd_mclock_scheduler_background_best_effort_res
        osd_mclock_scheduler_background_best_effort_wgt osd_mclock_scheduler_background_recovery_lim
        osd_mclock_scheduler_background_recovery_res osd_mclock_scheduler_background_recovery_wgt
        osd_mclock_scheduler_client_lim osd_mclock_scheduler_client_res osd_mclock_scheduler_client_wgt
        osd_memory_target_autotune osd_memory_target_cgroup_limit_ratio osd_min_recovery_priority
        osd_mon_heartbeat_interval osd_mon_heartbeat_stat_stale osd_mon_report_interval
        osd_mon_report_max_in_flight osd_mon_shutdown_timeout osd_num_op_tracker_shard osd_objectstore_fuse
        osd_objectstore_tracing osd_op_complaint_time osd_op_history_duration osd_op_history_size
        osd_op_history_slow_op_size osd_op_history_slow_op_threshold osd_op_log_threshold
        osd_op_pq_max_tokens_per_priority osd_op_pq_min_cost osd_op_thread_suicide_timeout
        osd_op_thread_timeout osd_open_classes_on_start osd_pg_delete_cost osd_pg_delete_priority
        osd_pg_epoch_max_lag_factor osd_pg_epoch_persisted_max_stale osd_pg_log_trim_max
        osd_pg_max_concurrent_snap_trims osd_pg_object_context_cache_count osd_pg_stat_report_interval_max
        osd_pool_default_cache_max_evict_check_size osd_pool_default_cache_min_evict_age
        osd_pool_default_cache_min_flush_age osd_pool_default_cache_target_dirty_high_ratio
        osd_pool_default_cache_target_dirty_ratio osd_pool_default_cache_target_full_ratio
        osd_pool_default_crush_rule osd_pool_default_ec_fast_read osd_pool_default_erasure_code_profile
        osd_pool_default_flag_bulk osd_pool_default_flag_hashpspool osd_pool_default_flag_nodelete
        osd_pool_default_flag_nopgchange osd_pool_default_flag_nosizechange
        osd_pool_default_hit_set_bloom_fpp osd_pool_default_min_size osd_pool_default_pg_autoscale_mode
        osd_pool_default_pg_num osd_pool_default_pgp_num osd_pool_default_size osd_pool_default_type
        osd_pool_erasure_code_stripe_unit osd_push_per_object_cost osd_read_ec_check_for_errors
        osd_recover_clone_overlap osd_recover_clone_overlap_limit osd_recovery_cost osd_recovery_delay_start
        osd_recovery_max_active osd_recovery_max_active_hdd osd_recovery_max_active_ssd
        osd_recovery_max_chunk osd_recovery_max_omap_entries_per_chunk osd_recovery_max_single_start
        osd_recovery_op_priority osd_recovery_op_warn_multiple osd_recovery_priority
        osd_recovery_retry_interval osd_recovery_sleep osd_recovery_sleep_hdd osd_recovery_sleep_hybrid
        osd_recovery_sleep_ssd osd_repair_during_recovery osd_requested_scrub_priority osd_scrub_auto_repair
        osd_scrub_auto_repair_num_errors osd_scrub_begin_hour osd_scrub_begin_week_day osd_scrub_chunk_max
        osd_scrub_chunk_min osd_scrub_cost osd_scrub_during_recovery osd_scrub_end_hour
        osd_scrub_end_week_day osd_scrub_extended_sleep osd_scrub_interval_randomize_ratio
        osd_scrub_invalid_stats osd_scrub_load_threshold osd_scrub_max_interval osd_scrub_max_preemptions
        osd_scrub_min_interval osd_scrub_priority osd_scrub_sleep osd_shutdown_pgref_assert
        osd_smart_report_timeout osd_snap_trim_cost osd_snap_trim_priority osd_snap_trim_sleep
        osd_snap_trim_sleep_hdd osd_snap_trim_sleep_hybrid osd_snap_trim_sleep_ssd
        osd_target_transaction_size osd_tier_default_cache_hit_set_count
        osd_tier_default_cache_hit_set_grade_decay_rate osd_tier_default_cache_hit_set_period
        osd_tier_default_cache_hit_set_search_last_n osd_tier_default_cache_hit_set_type
        osd_tier_default_cache_min_read_recency_for_promote
        osd_tier_default_cache_min_write_recency_for_promote osd_tier_default_cache_mode
        osd_tier_promote_max_bytes_sec osd_tier_promote_max_objects_sec osd_tracing osd_use_stale_snap
        osdc_blkin_trace_all paxos_max_join_drift paxos_min paxos_min_wait paxos_propose_interval
        paxos_service_trim_max paxos_service_trim_max_multiplier paxos_service_trim_min
        paxos_stash_full_interval paxos_trim_max paxos_trim_min perf qat_compressor_enabled
        rados_mon_op_timeout rados_osd_op_timeout rados_tracing rbd_atime_update_interval
        rbd_auto_exclusive_lock_until_manual_request rbd_balance_parent_reads rbd_balance_snap_reads
        rbd_blkin_trace_all rbd_blocklist_expire_seconds rbd_blocklist_on_break_lock rbd_cache
        rbd_cache_block_writes_upfront rbd_cache_max_dirty rbd_cache_max_dirty_age
        rbd_cache_max_dirty_object rbd_cache_size rbd_cache_target_dirty rbd_cache_writethrough_until_flush
        rbd_clone_copy_on_read rbd_concurrent_management_ops rbd_default_clone_format rbd_default_features
        rbd_default_format rbd_default_order rbd_default_stripe_count rbd_default_stripe_unit
        rbd_disable_zero_copy_writes rbd_discard_granularity_bytes rbd_discard_on_zeroed_write_same
        rbd_enable_alloc_hint rbd_io_scheduler_simple_max_delay rbd_journal_commit_age
        rbd_journal_max_concurrent_object_sets rbd_journal_max_payload_bytes rbd_journal_object_flush_age
        rbd_journal_object_flush_bytes rbd_journal_object_flush_interval
        rbd_journal_object_max_in_flight_appends rbd_journal_object_writethrough_until_flush
        rbd_journal_order rbd_journal_splay_width rbd_localize_parent_reads rbd_localize_snap_reads
        rbd_mirror_concurrent_image_deletions rbd_mirror_concurrent_image_syncs
        rbd_mirror_delete_retry_interval rbd_mirror_image_perf_stats_prio
        rbd_mirror_image_policy_migration_throttle rbd_mirror_image_policy_rebalance_timeout
        rbd_mirror_image_policy_update_throttle_interval rbd_mirror_image_state_check_interval
        rbd_mirror_journal_commit_age rbd_mirror_journal_poll_age rbd_mirror_leader_heartbeat_interval
        rbd_mirror_leader_max_acquire_attempts_before_break rbd_mirror_leader_max_missed_heartbeats
        rbd_mirror_perf_stats_prio rbd_mirror_pool_replayers_refresh_interval
        rbd_mirror_sync_point_update_age rbd_mirroring_delete_delay rbd_mirroring_max_mirroring_snapshots
        rbd_mirroring_replay_delay rbd_mirroring_resync_after_disconnect rbd_mtime_update_interval
        rbd_non_blocking_aio rbd_op_thread_timeout rbd_op_threads rbd_parent_cache_enabled
        rbd_persistent_cache_size rbd_qos_bps_burst rbd_qos_bps_burst_seconds rbd_qos_bps_limit
        rbd_qos_iops_burst rbd_qos_iops_burst_seconds rbd_qos_iops_limit rbd_qos_read_bps_burst
        rbd_qos_read_bps_burst_seconds rbd_qos_read_bps_limit rbd_qos_read_iops_burst
        rbd_qos_read_iops_burst_seconds rbd_qos_read_iops_limit rbd_qos_schedule_tick_min
        rbd_qos_write_bps_burst rbd_qos_write_bps_burst_seconds rbd_qos_write_bps_limit
        rbd_qos_write_iops_burst rbd_qos_write_iops_burst_seconds rbd_qos_write_iops_limit
        rbd_readahead_disable_after_bytes rbd_readahead_max_bytes rbd_readahead_trigger_requests
        rbd_request_timed_out_seconds rbd_skip_partial_discard rbd_sparse_read_threshold_bytes rbd_tracing
        rbd_validate_names rbd_validate_pool rgw_acl_grants_max_num rgw_bucket_default_quota_max_size
        rgw_bucket_index_max_aio rgw_bucket_quota_cache_size rgw_bucket_quota_ttl rgw_cache_enabled
        rgw_cache_expiry_interval rgw_cache_lru_size rgw_content_length_compat rgw_copy_obj_progress
        rgw_copy_obj_progress_every_bytes rgw_cors_rules_max_num rgw_crypt_require_ssl
        rgw_crypt_suppress_logs rgw_crypt_vault_verify_ssl rgw_curl_low_speed_limit rgw_curl_low_speed_time
        rgw_data_log_num_shards rgw_data_log_window rgw_data_notify_interval_msec
        rgw_delete_multi_obj_max_num rgw_dmclock_admin_lim rgw_dmclock_admin_res rgw_dmclock_admin_wgt
        rgw_dmclock_auth_lim rgw_dmclock_auth_res rgw_dmclock_auth_wgt rgw_dmclock_data_lim
        rgw_dmclock_data_res rgw_dmclock_data_wgt rgw_dmclock_metadata_lim rgw_dmclock_metadata_res
        rgw_dmclock_metadata_wgt rgw_enable_gc_threads rgw_enable_lc_threads rgw_enable_ops_log
        rgw_enable_quota_threads rgw_enable_usage_log rgw_enforce_swift_acls rgw_exit_timeout_secs
        rgw_expose_bucket rgw_fcgi_socket_backlog rgw_gc_max_concurrent_io rgw_gc_max_deferred
        rgw_gc_max_deferred_entries_size rgw_gc_max_objs rgw_gc_max_queue_size rgw_gc_max_trim_chunk
        rgw_gc_obj_min_wait rgw_gc_processor_max_time rgw_gc_processor_period rgw_get_obj_max_req_size
        rgw_get_obj_window_size rgw_ignore_get_invalid_range rgw_keystone_api_version
        rgw_keystone_token_cache_size rgw_keystone_verify_ssl rgw_lc_max_objs rgw_lc_max_rules
        rgw_lc_max_worker rgw_lc_max_wp_worker rgw_lc_thread_delay rgw_list_bucket_min_readahead
        rgw_list_buckets_max_chunk rgw_log_nonexistent_bucket rgw_log_object_name_utc rgw_max_attr_name_len
        rgw_max_attr_size rgw_max_attrs_num_in_req rgw_max_chunk_size rgw_max_dynamic_shards
        rgw_max_listing_results rgw_max_notify_retries rgw_max_put_param_size rgw_max_put_size
        rgw_max_slo_entries rgw_md_log_max_shards rgw_md_notify_interval_msec rgw_mp_lock_max_time
        rgw_multi_obj_del_max_aio rgw_multipart_min_part_size rgw_multipart_part_upload_limit
        rgw_nfs_fhcache_partitions rgw_nfs_fhcache_size rgw_nfs_lru_lane_hiwat rgw_nfs_lru_lanes
        rgw_nfs_max_gc rgw_nfs_namespace_expire_secs rgw_nfs_run_gc_threads rgw_nfs_run_lc_threads
        rgw_nfs_run_quota_threads rgw_nfs_run_sync_thread rgw_nfs_s3_fast_attrs
        rgw_nfs_write_completion_interval_s rgw_num_async_rados_threads rgw_num_control_oids
        rgw_num_rados_handles rgw_obj_stripe_size rgw_obj_tombstone_cache_size rgw_objexp_gc_interval
        rgw_objexp_hints_num_shards rgw_op_tracing rgw_opa_verify_ssl rgw_ops_log_data_backlog
        rgw_ops_log_rados rgw_period_push_interval rgw_period_push_interval_max rgw_print_continue
        rgw_print_prohibited_content_length rgw_put_obj_max_window_size rgw_put_obj_min_window_size
        rgw_rados_pool_autoscale_bias rgw_rados_pool_recovery_priority rgw_rados_tracing
        rgw_relaxed_region_enforcement rgw_relaxed_s3_bucket_names rgw_reshard_batch_size
        rgw_reshard_bucket_lock_duration rgw_reshard_max_aio rgw_reshard_num_logs
        rgw_reshard_thread_interval rgw_resolve_cname rgw_rest_getusage_op_compat rgw_run_sync_thread
        rgw_s3_auth_use_keystone rgw_s3_auth_use_ldap rgw_s3_auth_use_rados rgw_s3_auth_use_sts
        rgw_s3_success_create_obj_status rgw_safe_max_objects_per_shard rgw_shard_warning_threshold
        rgw_sts_max_session_duration rgw_sts_min_session_duration rgw_swift_account_in_url
        rgw_swift_enforce_content_length rgw_swift_need_stats rgw_swift_token_expiration
        rgw_swift_versioning_enabled rgw_sync_log_trim_concurrent_buckets rgw_sync_log_trim_interval
        rgw_sync_log_trim_max_buckets rgw_sync_log_trim_min_cold_buckets rgw_sync_obj_etag_verify
        rgw_sync_trace_history_size rgw_sync_trace_per_node_log_size
        rgw_sync_trace_servicemap_update_interval rgw_torrent_flag rgw_torrent_sha_unit
        rgw_trust_forwarded_https rgw_usage_log_flush_threshold rgw_usage_log_tick_interval
        rgw_usage_max_shards rgw_usage_max_user_shards rgw_use_opa_authz rgw_user_quota_bucket_sync_interval
        rgw_user_quota_sync_idle_users rgw_user_quota_sync_interval rgw_user_quota_sync_wait_time
        rgw_verify_ssl rgw_website_routing_rules_max_num rocksdb_block_size rocksdb_bloom_bits_per_key
        rocksdb_cache_row_ratio rocksdb_cache_shard_bits rocksdb_cache_size rocksdb_collect_compaction_stats
        rocksdb_collect_extended_stats rocksdb_collect_memory_stats rocksdb_delete_range_threshold
        rocksdb_log_to_ceph_log rocksdb_perf rotating_keys_bootstrap_timeout rotating_keys_renewal_timeout
        threadpool_default_timeout threadpool_empty_queue_max_wait throttler_perf_counter
        """
}
