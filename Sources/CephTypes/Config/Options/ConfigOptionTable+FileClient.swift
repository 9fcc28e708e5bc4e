// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// Options of the file system's clients and its mirroring.
    static let fileClient = """
        client_cache_size size basic @mds_client =16384
         soft maximum number of directory entries in client cache
        client_cache_mid float advanced @mds_client =0.75
         mid-point of client cache LRU
        client_use_random_mds bool dev @mds_client
         issue new requests to a random active MDS
        client_mount_timeout secs advanced @mds_client =300
         timeout for mounting CephFS (seconds)
        client_tick_interval secs dev @mds_client =1
         seconds between client upkeep ticks
        client_trace str dev @mds_client
         file containing trace of client operations
        client_readahead_min size advanced @mds_client =131072
         minimum bytes to readahead in a file
        client_readahead_max_bytes size advanced @mds_client
         maximum bytes to readahead in a file (zero is unlimited)
        client_readahead_max_periods int advanced @mds_client =4
         maximum stripe periods to readahead in a file
        client_reconnect_stale bool advanced @mds_client
         reconnect when the session becomes stale
        client_snapdir str advanced @mds_client =.snap
         pseudo directory for snapshot access to a directory
        client_mountpoint str advanced @mds_client =/
         default mount-point
        client_mount_uid int advanced @mds_client =-1
         uid to mount as
        client_mount_gid int advanced @mds_client =-1
         gid to mount as
        client_notify_timeout int dev @mds_client =10
        osd_client_watch_timeout int dev @mds_client =30
        client_caps_release_delay secs dev @mds_client =5
        client_quota_df bool advanced @mds_client =true
         show quota usage for statfs (df)
        client_oc bool advanced @mds_client =true
         enable object caching
        client_oc_size size advanced !runtime @mds_client =209715200
         maximum size of object cache
        client_oc_max_dirty size advanced !runtime @mds_client =104857600
         maximum size of dirty pages in object cache
        client_oc_target_dirty size advanced !runtime @mds_client =8388608
         target size of dirty pages object cache
        client_oc_max_dirty_age float advanced !runtime @mds_client =5
         maximum age of dirty pages in object cache (seconds)
        client_oc_max_objects int advanced !runtime @mds_client =1000
         maximum number of objects in cache
        client_debug_getattr_caps bool dev @mds_client
        client_debug_force_sync_read bool dev @mds_client
        client_debug_inject_tick_delay secs dev @mds_client
        client_max_inline_size size dev @mds_client =4096
        client_inject_release_failure bool dev @mds_client
        client_inject_fixed_oldest_tid bool dev @mds_client
        client_metadata str advanced @mds_client
         metadata key=value comma-delimited pairs appended to session metadata
        client_acl_type str advanced @mds_client
         ACL type to enforce (none or "posix_acl")
        client_permissions bool advanced @mds_client =true
         client-enforced permission checking
        client_dirsize_rbytes bool advanced @mds_client =true
         set the directory size as the number of file bytes recursively used
          This option enables a CephFS feature that stores the recursive directory size (the bytes used by \
        files in the directory and its descendents) in the st_size field of the stat structure.
        client_force_lazyio bool advanced @mds_client
        client_max_retries_on_remount_failure uint advanced @mds_client =5
         number of consecutive failed remount attempts for invalidating kernel dcache after which client \
        would abort.
        fuse_use_invalidate_cb bool advanced @mds_client =true
         use fuse 2.8+ invalidate callback to keep page cache consistent
        fuse_disable_pagecache bool advanced @mds_client
         disable page caching in the kernel for this FUSE mount
        fuse_allow_other bool advanced @mds_client =true
         pass allow_other to FUSE on mount
        fuse_default_permissions bool advanced !startup @mds_client
         pass default_permisions to FUSE on mount
        fuse_splice_read bool advanced @mds_client =true
         enable splice read to reduce the memory copies
        fuse_splice_write bool advanced @mds_client =true
         enable splice write to reduce the memory copies
        fuse_splice_move bool advanced @mds_client =true
         enable splice move to reduce the memory copies
        fuse_big_writes bool advanced @mds_client =true
         big_writes is deprecated in libfuse 3.0.0
        fuse_max_write size advanced @mds_client
         set the maximum number of bytes in a single write operation
          Set the maximum number of bytes in a single write operation that may pass atomically through FUSE. \
        The FUSE default is 128kB and may be indicated by setting this option to 0.
        fuse_atomic_o_trunc bool advanced @mds_client =true
         pass atomic_o_trunc flag to FUSE on mount
        fuse_debug bool advanced !no_mon_update !startup @mds_client
         enable debugging for the libfuse
        fuse_multithreaded bool advanced @mds_client =true
         allow parallel processing through FUSE library
        fuse_require_active_mds bool advanced @mds_client =true
         require active MDSs in the file system when mounting
        fuse_syncfs_on_mksnap bool advanced @mds_client =true
         synchronize all local metadata/file changes after snapshot
        fuse_set_user_groups bool advanced @mds_client =true
         check for ceph-fuse to consider supplementary groups for permissions
        client_try_dentry_invalidate bool dev @mds_client
        client_die_on_failed_remount bool dev @mds_client
        client_die_on_failed_dentry_invalidate bool advanced @mds_client =true
         kill the client when no dentry invalidation options are available
          The CephFS client requires a mechanism to invalidate dentries in the caller (e.g. the kernel for \
        ceph-fuse) when capabilities must be recalled. If the client cannot do this then the MDS cache \
        cannot shrink which can cause the MDS to fail.
        client_check_pool_perm bool advanced @mds_client =true
         confirm access to inode's data pool/namespace described in file layout
        client_use_faked_inos bool dev !no_mon_update !startup @mds_client
        client_fs str advanced !startup @mds_client
         CephFS file system name to mount
          Use this with ceph-fuse, or with any process that uses libcephfs.  Programs using libcephfs may \
        also pass the filesystem name into mount(), which will override this setting. If no filesystem name \
        is given in mount() or this setting, the default filesystem will be mounted (usually the first \
        created).
        client_mds_namespace str dev !startup @mds_client
        fake_statfs_for_testing int dev @mds_client
         Set a value for kb and compute kb_used from total of num_bytes
        debug_allow_any_pool_priority bool dev @mds_client
         Allow any pool priority to be set to test conversion to new range
        client_asio_thread_count uint advanced @mds_client #client <1 =2
         Size of thread pool for ASIO completions
        client_quota bool advanced !runtime @mds_client =true
         Enable quota enforcement
          Enable quota_bytes and quota_files enforcement for the client.
        client_shutdown_timeout secs advanced !runtime @mds_client #client <0 =30
         timeout for shutting down CephFS
          Timeout for shutting down CephFS via unmount or shutdown.
        client_collect_and_send_global_metrics bool advanced !runtime @mds_client #client
         to enable and force collecting and sending the global metrics to MDS
          To be careful for this, when connecting to some old ceph clusters it may crash the MDS daemons \
        while upgrading
        cephfs_mirror_max_concurrent_directory_syncs uint advanced @cephfs-mirror <1 =3
         maximum number of concurrent snapshot synchronization threads
          maximum number of directory snapshots that can be synchronized concurrently by cephfs-mirror \
        daemon. Controls the number of synchronization threads.
        cephfs_mirror_action_update_interval secs advanced @cephfs-mirror <1 =2
         interval for driving asynchornous mirror actions
          Interval in seconds to process pending mirror update actions.
        cephfs_mirror_restart_mirror_on_blocklist_interval secs advanced @cephfs-mirror <0 =30
         interval to restart blocklisted instances
          Interval in seconds to restart blocklisted mirror instances. Setting to zero (0) disables \
        restarting blocklisted instances.
        cephfs_mirror_max_snapshot_sync_per_cycle uint advanced @cephfs-mirror <1 =3
         number of snapshots to mirror in one cycle
          maximum number of snapshots to mirror when a directory is picked up for mirroring by worker threads.
        cephfs_mirror_directory_scan_interval uint advanced @cephfs-mirror <1 =10
         interval to scan directories to mirror snapshots
          interval in seconds to scan configured directories for snapshot mirroring.
        cephfs_mirror_max_consecutive_failures_per_directory uint advanced @cephfs-mirror <0 =10
         consecutive failed directory synchronization attempts before marking a directory as "failed"
          number of consecutive snapshot synchronization failues to mark a directory as "failed". failed \
        directories are retried for synchronization less frequently.
        cephfs_mirror_retry_failed_directories_interval uint advanced @cephfs-mirror <1 =60
         failed directory retry interval for synchronization
          interval in seconds to retry synchronization for failed directories.
        cephfs_mirror_restart_mirror_on_failure_interval secs advanced @cephfs-mirror <0 =20
         interval to restart failed mirror instances
          Interval in seconds to restart failed mirror instances. Setting to zero (0) disables restarting \
        failed mirror instances.
        cephfs_mirror_mount_timeout secs advanced @cephfs-mirror <0 =10
         timeout for mounting primary/seconday ceph file system
          Timeout in seconds for mounting primary or secondary (remote) ceph file system by the \
        cephfs-mirror daemon. Setting this to a higher value could result in the mirror daemon getting \
        stalled when mounting a file system if the cluster is not reachable. This option is used to override \
        the usual client_mount_timeout.
        """
}
