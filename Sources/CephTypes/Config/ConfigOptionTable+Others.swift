// Names alone, sorted; ConfigOptionTable.swift says what the lists mean.
extension ConfigOptionTable {
    /// For advanced users, read when a daemon starts.
    static let advancedAtStart = """
        admin_socket admin_socket_mode auth_client_required auth_cluster_required auth_service_required
        auth_supported bdev_type bluestore_allocator bluestore_max_alloc_size bluestore_min_alloc_size
        bluestore_min_alloc_size_hdd bluestore_min_alloc_size_ssd bluestore_rocksdb_options
        bluestore_rocksdb_options_annex bluestore_volume_selection_reserved
        bluestore_volume_selection_reserved_factor cephadm_path client_acl_type client_fs client_metadata
        client_mountpoint client_snapdir cluster_network cluster_network_interface crash_dir crush_location
        crush_location_hook erasure_code_dir fatal_signal_handlers fio_dir fuse_default_permissions
        gss_ktab_client_file gss_target_name heartbeat_file heartbeat_interval immutable_object_cache_path
        immutable_object_cache_sock kstore_backend kstore_rocksdb_options leveldb_log log_stderr_prefix
        mds_numa_node mds_oft_prefetch_dirfrags mds_replay_unsafe_with_closed_session mgr_disabled_modules
        mgr_module_path mon_crush_min_required_version mon_dns_srv_name mon_keyvaluedb mon_rocksdb_options
        ms_async_rdma_device_name ms_async_rdma_local_gid ms_async_rdma_type ms_cluster_type
        ms_dpdk_coremask ms_dpdk_gateway_ipv4_addr ms_dpdk_host_ipv4_addr ms_dpdk_hugepages
        ms_dpdk_memory_channel ms_dpdk_netmask_ipv4_addr ms_dpdk_pmd ms_public_type ms_type
        openssl_engine_opts osd_class_default_list osd_class_dir osd_class_load_list
        osd_erasure_code_plugins osd_hit_set_namespace osd_journal_size
        osd_mclock_force_run_benchmark_on_init osd_num_cache_shards osd_numa_auto_affinity osd_numa_node
        osd_numa_prefer_iface osd_objecter_finishers osd_objectstore osd_op_num_shards osd_op_num_shards_hdd
        osd_op_num_shards_ssd osd_op_num_threads_per_shard osd_op_num_threads_per_shard_hdd
        osd_op_num_threads_per_shard_ssd osd_op_queue osd_op_queue_cut_off osd_rollback_to_cluster_snap
        osd_uuid pid_file plugin_crypto_accelerator plugin_dir public_bind_addr public_network
        public_network_interface rbd_cache_policy rbd_default_data_pool rbd_default_map_options
        rbd_default_pool rbd_default_snapshot_quiesce_mode rbd_io_scheduler rbd_journal_pool
        rbd_mirror_image_policy_type rbd_persistent_cache_mode rbd_persistent_cache_path rbd_plugins
        restapi_base_url restapi_log_level rgw_admin_entry rgw_barbican_url rgw_cross_domain_policy
        rgw_crypt_kmip_addr rgw_crypt_kmip_ca_path rgw_crypt_kmip_client_cert rgw_crypt_kmip_client_key
        rgw_crypt_kmip_kms_key_template rgw_crypt_kmip_password rgw_crypt_kmip_s3_key_template
        rgw_crypt_kmip_username rgw_crypt_s3_kms_backend rgw_crypt_vault_addr rgw_crypt_vault_auth
        rgw_crypt_vault_namespace rgw_crypt_vault_prefix rgw_crypt_vault_secret_engine
        rgw_crypt_vault_ssl_cacert rgw_crypt_vault_ssl_clientcert rgw_crypt_vault_ssl_clientkey
        rgw_crypt_vault_token_file rgw_default_data_log_backing rgw_default_realm_info_oid
        rgw_default_region_info_oid rgw_default_zone_info_oid rgw_default_zonegroup_info_oid
        rgw_defer_to_bucket_acls rgw_dns_name rgw_dns_s3website_name rgw_enable_apis rgw_extended_http_attrs
        rgw_frontend_defaults rgw_host rgw_keystone_accepted_admin_roles rgw_keystone_accepted_roles
        rgw_keystone_admin_domain rgw_keystone_admin_password rgw_keystone_admin_password_path
        rgw_keystone_admin_project rgw_keystone_admin_tenant rgw_keystone_admin_token
        rgw_keystone_admin_token_path rgw_keystone_admin_user rgw_keystone_barbican_domain
        rgw_keystone_barbican_password rgw_keystone_barbican_project rgw_keystone_barbican_tenant
        rgw_keystone_barbican_user rgw_keystone_implicit_tenants rgw_ldap_binddn rgw_ldap_dnattr
        rgw_ldap_searchdn rgw_ldap_searchfilter rgw_ldap_secret rgw_ldap_uri rgw_lifecycle_work_time
        rgw_log_object_name rgw_luarocks_location rgw_numa_node rgw_opa_token rgw_opa_url
        rgw_ops_log_file_path rgw_ops_log_socket_path rgw_period_root_pool rgw_realm rgw_realm_root_pool
        rgw_region rgw_region_root_pool rgw_remote_addr_param rgw_s3_auth_order rgw_scheduler_type
        rgw_service_provider_name rgw_socket_path rgw_sts_client_id rgw_sts_client_secret rgw_sts_entry
        rgw_sts_key rgw_sts_token_introspection_url rgw_swift_auth_entry rgw_swift_auth_url
        rgw_swift_custom_header rgw_swift_tenant_name rgw_swift_url rgw_swift_url_prefix rgw_torrent_comment
        rgw_torrent_createby rgw_torrent_encoding rgw_torrent_origin rgw_torrent_tracker rgw_zone
        rgw_zone_root_pool rgw_zonegroup rgw_zonegroup_root_pool rocksdb_cache_type run_dir setgroup setuser
        setuser_match_path
        """

    /// For developers, changed in running daemons.
    static let developersAtRuntime = """
        auth_debug bdev_debug_aio bdev_debug_aio_log_age bdev_debug_aio_suicide_timeout
        bdev_debug_inflight_ios bdev_inject_crash bdev_inject_crash_flush_delay bluefs_check_for_zeros
        bluefs_check_volume_selector_on_umount bluefs_replay_recovery bluestore_2q_cache_kin_ratio
        bluestore_2q_cache_kout_ratio bluestore_alloc_stats_dump_interval bluestore_avl_alloc_bf_free_pct
        bluestore_avl_alloc_bf_threshold bluestore_avl_alloc_ff_max_search_bytes
        bluestore_avl_alloc_ff_max_search_count bluestore_bitmapallocator_blocks_per_zone
        bluestore_bitmapallocator_span_size bluestore_blobid_prealloc bluestore_cache_autotune
        bluestore_cache_autotune_interval bluestore_cache_kv_onode_ratio bluestore_cache_kv_ratio
        bluestore_cache_meta_ratio bluestore_cache_size bluestore_cache_size_hdd bluestore_cache_size_ssd
        bluestore_cache_trim_max_skip_pinned bluestore_debug_freelist bluestore_debug_fsck_abort
        bluestore_debug_inject_bug21040 bluestore_debug_inject_csum_err_probability
        bluestore_debug_inject_read_err bluestore_debug_legacy_omap bluestore_debug_no_reuse_blocks
        bluestore_debug_omit_block_device_write bluestore_debug_omit_kv_commit
        bluestore_debug_permit_any_bdev_label bluestore_debug_prefill bluestore_debug_prefragment_max
        bluestore_debug_random_read_err bluestore_debug_randomize_serial_transaction
        bluestore_debug_small_allocations bluestore_debug_too_many_blobs_threshold
        bluestore_extent_map_inline_shard_prealloc_size bluestore_extent_map_shard_max_size
        bluestore_extent_map_shard_min_size bluestore_extent_map_shard_target_size
        bluestore_extent_map_shard_target_size_slop bluestore_freelist_blocks_per_key bluestore_fsck_on_mkfs
        bluestore_fsck_on_mkfs_deep bluestore_fsck_on_mount bluestore_fsck_on_mount_deep
        bluestore_fsck_on_umount bluestore_fsck_on_umount_deep bluestore_fsck_quick_fix_on_mount
        bluestore_fsck_shared_blob_tracker_size bluestore_gc_enable_blob_threshold
        bluestore_gc_enable_total_threshold bluestore_hybrid_alloc_mem_cap bluestore_ignore_data_csum
        bluestore_max_blob_size bluestore_max_blob_size_hdd bluestore_max_blob_size_ssd
        bluestore_nid_prealloc bluestore_spdk_io_sleep bluestore_spdk_max_io_completion bluestore_spdk_mem
        bluestore_sync_submit_transaction client_caps_release_delay client_debug_force_sync_read
        client_debug_getattr_caps client_debug_inject_tick_delay client_die_on_failed_remount
        client_inject_fixed_oldest_tid client_inject_release_failure client_max_inline_size
        client_notify_timeout client_tick_interval client_try_dentry_invalidate client_use_random_mds
        debug_allow_any_pool_priority debug_asok_assert_abort debug_asserts_on_shutdown
        debug_deliberately_leak_memory debug_disable_randomized_ping debug_heartbeat_testing_span
        fake_statfs_for_testing filestore_apply_finisher_threads filestore_blackhole filestore_btrfs_snap
        filestore_caller_concurrency filestore_debug_inject_read_err filestore_debug_omap_check
        filestore_debug_random_read_err filestore_debug_verify_split filestore_fail_eio
        filestore_fd_cache_shards filestore_fd_cache_size filestore_fiemap_threshold
        filestore_fsync_flushes_journal_data filestore_index_retry_probability filestore_inject_stall
        filestore_journal_parallel filestore_journal_trailing filestore_journal_writeahead filestore_kill_at
        filestore_max_alloc_hint_size filestore_max_inline_xattr_size filestore_max_inline_xattr_size_btrfs
        filestore_max_inline_xattr_size_other filestore_max_inline_xattr_size_xfs
        filestore_max_inline_xattrs filestore_max_inline_xattrs_btrfs filestore_max_inline_xattrs_other
        filestore_max_inline_xattrs_xfs filestore_max_xattr_value_size filestore_max_xattr_value_size_btrfs
        filestore_max_xattr_value_size_other filestore_max_xattr_value_size_xfs filestore_merge_threshold
        filestore_min_sync_interval filestore_odsync_write filestore_omap_header_cache_size
        filestore_ondisk_finisher_threads filestore_queue_high_delay_multiple
        filestore_queue_high_delay_multiple_bytes filestore_queue_high_delay_multiple_ops
        filestore_queue_high_threshhold filestore_queue_low_threshhold filestore_queue_max_delay_multiple
        filestore_queue_max_delay_multiple_bytes filestore_queue_max_delay_multiple_ops filestore_sloppy_crc
        filestore_sloppy_crc_block_size filestore_split_multiple filestore_split_rand_factor
        filestore_update_to filestore_zfs_snap heartbeat_inject_failure inject_early_sigterm journal_aio
        journal_align_min_size journal_block_align journal_block_size journal_dio journal_discard
        journal_force_aio journal_ignore_corruption journal_replay_from journal_throttle_high_multiple
        journal_throttle_high_threshhold journal_throttle_low_threshhold journal_throttle_max_multiple
        journal_write_header_frequency journal_zero_on_create mds_bal_max mds_bal_max_until mds_bal_midchunk
        mds_bal_min_rebalance mds_bal_min_start mds_bal_minchunk mds_bal_mode mds_bal_need_max
        mds_bal_need_min mds_cache_release_free_interval mds_connect_bootstrapping mds_debug_auth_pins
        mds_debug_frag mds_debug_scatterstat mds_debug_subtrees mds_defer_session_stale
        mds_dirstat_min_interval mds_dump_cache_after_rejoin mds_dump_cache_on_map
        mds_dump_cache_threshold_file mds_dump_cache_threshold_formatter mds_freeze_tree_timeout
        mds_inject_health_dummy mds_inject_journal_corrupt_dentry_first mds_inject_migrator_session_race
        mds_inject_rename_corrupt_dentry_first mds_inject_skip_replaying_inotable
        mds_inject_traceless_reply_probability mds_journal_format mds_kill_create_at mds_kill_export_at
        mds_kill_import_at mds_kill_journal_at mds_kill_journal_expire_at mds_kill_journal_replay_at
        mds_kill_link_at mds_kill_mdstable_at mds_kill_openc_at mds_kill_rename_at
        mds_kill_skip_replaying_inotable mds_log_pause mds_log_skip_corrupt_events mds_max_completed_flushes
        mds_max_completed_requests mds_max_export_size mds_op_log_threshold
        mds_purge_queue_busy_flush_period mds_shutdown_check mds_skip_ino mds_sleep_rank_change
        mds_standby_replay_damaged mds_task_status_update_interval mds_thrash_exports mds_thrash_fragments
        mds_valgrind_exit mds_verify_backtrace mds_verify_scatter mds_wipe_ino_prealloc mds_wipe_sessions
        memstore_debug_omit_block_device_write mgr_client_bytes mgr_client_messages
        mgr_client_service_daemon_unregister_timeout mgr_connect_retry_interval
        mgr_debug_aggressive_pg_num_changes mgr_mds_bytes mgr_mds_messages mgr_mon_bytes mgr_mon_messages
        mgr_osd_bytes mgr_osd_messages mon_clean_pg_upmaps_per_chunk mon_client_directed_command_retry
        mon_debug_block_osdmap_trim mon_debug_deprecated_as_obsolete mon_debug_dump_json
        mon_debug_dump_transactions mon_debug_extra_checks mon_debug_no_require_bluestore_for_ec_overwrites
        mon_debug_unsafe_allow_tier_with_nonempty_snaps mon_health_detail_to_clog
        mon_health_log_update_period mon_health_to_clog_tick_interval mon_inject_pg_merge_bounce_probability
        mon_inject_sync_get_chunk_delay mon_inject_transaction_delay_max
        mon_inject_transaction_delay_probability mon_mds_blocklist_interval mon_mds_force_trim_to
        mon_mgr_blocklist_interval mon_mgr_digest_period mon_mgr_proxy_client_bytes_ratio
        mon_osd_force_trim_to mon_osd_mapping_pgs_per_chunk mon_osd_prime_pg_temp
        mon_osd_prime_pg_temp_max_time mon_scrub_inject_crc_mismatch mon_scrub_inject_missing_keys
        mon_stretch_pool_min_size mon_stretch_pool_size mon_subscribe_interval mon_sync_debug
        mon_sync_provider_kill_at mon_sync_requester_kill_at mon_warn_on_pool_no_app
        mon_warn_on_pool_pg_num_not_power_of_two ms_async_reap_threshold ms_blackhole_client
        ms_blackhole_mds ms_blackhole_mgr ms_blackhole_mon ms_blackhole_osd ms_crc_data ms_crc_header
        ms_die_on_bad_msg ms_die_on_bug ms_die_on_old_message ms_die_on_skipped_message
        ms_die_on_unhandled_msg ms_dpdk_debug_allow_loopback ms_inject_delay_max ms_inject_delay_probability
        ms_inject_delay_type ms_inject_internal_delays ms_inject_socket_failures
        ms_pq_max_tokens_per_priority ms_pq_min_cost objecter_completion_locks_per_session
        objecter_debug_inject_relock_delay objecter_inject_no_watch_ping
        objecter_retry_writes_after_first_reply objecter_tick_interval osd_allow_recovery_below_min_size
        osd_check_max_object_name_len_on_startup osd_client_watch_timeout osd_debug_crash_on_ignored_backoff
        osd_debug_deep_scrub_sleep osd_debug_drop_ping_duration osd_debug_drop_ping_probability
        osd_debug_feed_pullee osd_debug_inject_copyfrom_error osd_debug_inject_dispatch_delay_duration
        osd_debug_inject_dispatch_delay_probability osd_debug_misdirected_ops osd_debug_no_acting_change
        osd_debug_no_purge_strays osd_debug_op_order osd_debug_pg_log_writeout
        osd_debug_pretend_recovery_active osd_debug_random_push_read_error
        osd_debug_reject_backfill_probability osd_debug_shutdown
        osd_debug_skip_full_check_in_backfill_reservation osd_debug_skip_full_check_in_recovery
        osd_debug_verify_cached_snaps osd_debug_verify_missing_on_start osd_debug_verify_snaps
        osd_debug_verify_stray_on_activate osd_find_best_info_ignore_history_les
        osd_force_recovery_pg_log_entries_factor osd_heartbeat_interval osd_inject_bad_map_crc_probability
        osd_inject_failure_on_pg_removal osd_kill_backfill_at osd_max_pg_log_entries
        osd_max_snap_prune_intervals_per_epoch osd_mclock_cost_per_byte_usec
        osd_mclock_cost_per_byte_usec_hdd osd_mclock_cost_per_byte_usec_ssd osd_mclock_cost_per_io_usec
        osd_mclock_cost_per_io_usec_hdd osd_mclock_cost_per_io_usec_ssd osd_mclock_skip_benchmark
        osd_memory_base osd_memory_cache_min osd_memory_cache_resize_interval
        osd_memory_expected_fragmentation osd_min_pg_log_entries osd_object_clean_region_max_num_intervals
        osd_os_flags osd_peering_op_priority osd_pg_log_dups_tracked osd_pg_log_trim_min
        osd_pool_default_flags osd_pool_default_read_lease_ratio osd_pool_use_gmt_hitset
        osd_rocksdb_iterator_bounds_enabled osd_scrub_backoff_ratio osd_skip_data_digest
        osd_target_pg_log_entries_per_osd paxos_kill_at rbd_config_pool_override_update_timestamp
        rbd_invalidate_object_map_on_timeout rbd_mirror_memory_autotune rbd_mirror_memory_base
        rbd_mirror_memory_cache_autotune_interval rbd_mirror_memory_cache_min
        rbd_mirror_memory_cache_resize_interval rbd_mirror_memory_expected_fragmentation
        rbd_quiesce_notification_attempts rgw_curl_buffersize rgw_curl_wait_timeout_ms
        rgw_data_log_changes_size rgw_debug_inject_olh_cancel_modification_err rgw_debug_inject_set_olh_err
        rgw_inject_notify_timeout_probability rgw_lc_debug_interval rgw_lc_lock_max_time
        rgw_objexp_chunk_size rgw_olh_pending_timeout_sec rgw_op_thread_suicide_timeout
        rgw_op_thread_timeout rgw_override_bucket_index_max_shards rgw_sync_data_inject_err_probability
        rgw_sync_lease_period rgw_sync_meta_inject_err_probability rocksdb_cache_index_and_filter_blocks
        rocksdb_cache_index_and_filter_blocks_with_high_priority rocksdb_cf_compact_on_deletion
        rocksdb_cf_compact_on_deletion_sliding_window rocksdb_cf_compact_on_deletion_trigger
        rocksdb_metadata_block_size rocksdb_partition_filters
        rocksdb_pin_l0_filter_and_index_blocks_in_cache
        """

    /// For developers, read when a daemon starts.
    static let developersAtStart = """
        bluefs_allocator bluefs_check_volume_selector_often bluestore_block_create bluestore_block_db_create
        bluestore_block_db_path bluestore_block_db_size bluestore_block_path
        bluestore_block_preallocate_file bluestore_block_size bluestore_block_wal_create
        bluestore_block_wal_path bluestore_block_wal_size bluestore_bluefs bluestore_bluefs_env_mirror
        bluestore_cache_type bluestore_debug_enforce_settings bluestore_kvbackend bluestore_rocksdb_cfs
        bluestore_spdk_coremask bluestore_volume_selection_policy client_mds_namespace client_trace
        filestore_dump_file filestore_omap_backend filestore_omap_backend_path filestore_rocksdb_options
        lockdep_force_backtrace mgr_ttl_cache_expire_seconds mon_debug_dump_location
        mon_debug_no_initial_persistent_features mon_debug_no_require_octopus mon_debug_no_require_pacific
        osd_crush_chooseleaf_type rgw_crypt_default_encryption_key rgw_crypt_s3_kms_encryption_keys
        rgw_data_log_obj_prefix rgw_healthcheck_disabling_path rgw_period_latest_epoch_info_oid
        rgw_request_uri rgw_script_uri rocksdb_index_type thp
        """

    /// For everybody, changed in running daemons.
    static let basicAtRuntime = """
        client_cache_size device_failure_prediction_mode err_to_graylog err_to_stderr err_to_syslog
        log_graylog_port log_stop_at_utilization log_to_file log_to_graylog log_to_stderr log_to_syslog
        mds_cache_memory_limit mds_join_fs mgr_stats_period mon_memory_autotune mon_memory_target
        osd_mclock_max_capacity_iops_hdd osd_mclock_max_capacity_iops_ssd osd_memory_target
        rbd_compression_hint rbd_mirror_memory_target rbd_move_parent_to_trash_on_remove
        rbd_move_to_trash_on_remove rbd_move_to_trash_on_remove_expire_seconds rbd_read_from_replica_policy
        rgw_bucket_default_quota_max_objects rgw_dynamic_resharding rgw_enable_static_website
        rgw_init_timeout rgw_max_concurrent_requests rgw_max_objs_per_shard rgw_thread_pool_size
        rgw_user_default_quota_max_objects rgw_user_default_quota_max_size rgw_user_max_buckets
        rgw_user_unique_email target_max_misplaced_ratio
        """

    /// For everybody, read when a daemon starts.
    static let basicAtStart = """
        cluster_addr container_image log_file log_graylog_host ms_client_mode ms_cluster_mode
        ms_mon_client_mode ms_mon_cluster_mode ms_mon_service_mode ms_service_mode public_addr public_addrv
        rgw_frontends rgw_keystone_url rgw_log_http_headers rgw_mime_types_file rgw_port
        """

    /// For advanced users, needed to find the monitors.
    static let advancedNotForMonitor = """
        chdir daemonize fuse_debug key keyfile keyring mds_data mgr_data mon_cache_target_full_warn_ratio
        mon_data mon_host_override mon_initial_members mon_osd_backfillfull_ratio mon_osd_full_ratio
        mon_osd_initial_require_min_compat_client mon_osd_nearfull_ratio monmap no_config_file osd_data
        osd_journal rgw_data
        """

    /// For everybody, needed to find the monitors.
    static let basicNotForMonitor = """
        fsid host mgr_initial_modules mon_host
        """

    /// For developers, needed to find the monitors.
    static let developersNotForMonitor = """
        client_use_faked_inos lockdep
        """

    /// For developers, changed in running daemons that never ask the monitors for it.
    static let developersAtRuntimeNotForMonitor = """
        mempool_debug
        """

    /// How much each part of Ceph logs: `debug_PART`. `config ls` leaves them out.
    static let debugLevels = """
        debug_asok debug_auth debug_bdev debug_bluefs debug_bluestore debug_buffer debug_cephfs_mirror
        debug_cephsqlite debug_civetweb debug_client debug_compressor debug_context debug_crush debug_crypto
        debug_dpdk debug_eventtrace debug_filer debug_filestore debug_finisher debug_fuse debug_heartbeatmap
        debug_immutable_obj_cache debug_javaclient debug_journal debug_journaler debug_kstore debug_leveldb
        debug_lockdep debug_mds debug_mds_balancer debug_mds_locker debug_mds_log debug_mds_log_expire
        debug_mds_migrator debug_memdb debug_mgr debug_mgrc debug_mon debug_monc debug_ms debug_none
        debug_objclass debug_objectcacher debug_objecter debug_optracker debug_osd debug_paxos
        debug_perfcounter debug_prioritycache debug_rados debug_rbd debug_rbd_mirror debug_rbd_pwl
        debug_rbd_replay debug_refs debug_reserver debug_rgw debug_rgw_sync debug_rocksdb debug_striper
        debug_test debug_throttle debug_timer debug_tp
        """
}
