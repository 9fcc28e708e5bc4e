// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The object gateway's options: users, logs and limits.
    static let gatewayIdentity = """
        rgw_num_control_oids int advanced @rgw =8
         Number of control objects used for cross-RGW communication.
          RGW uses certain control objects to send messages between different RGW processes running on the \
        same zone. These messages include metadata cache invalidation info that is being sent when metadata \
        is modified (such as user or bucket information). A higher number of control objects allows better \
        concurrency of these messages, at the cost of more resource utilization.
        rgw_num_rados_handles uint advanced @rgw =1
         Number of librados handles that RGW uses.
          This param affects the number of separate librados handles it uses to connect to the RADOS \
        backend, which directly affects the number of connections RGW will have to each OSD. A higher number \
        affects resource utilization.
        rgw_verify_ssl bool advanced @rgw &rgw_keystone_verify_ssl =true
         Should RGW verify SSL when connecing to a remote HTTP server
          RGW can send requests to other RGW servers (e.g., in multi-site sync work). This configurable \
        selects whether RGW should verify the certificate for the remote peer and host.
        rgw_nfs_lru_lanes int advanced @rgw =5
        rgw_nfs_lru_lane_hiwat int advanced @rgw =911
        rgw_nfs_fhcache_partitions int advanced @rgw =3
        rgw_nfs_fhcache_size int advanced @rgw =2017
        rgw_nfs_namespace_expire_secs int advanced @rgw <1 =300
        rgw_nfs_max_gc int advanced @rgw <1 =300
        rgw_nfs_write_completion_interval_s int advanced @rgw =10
        rgw_nfs_s3_fast_attrs bool advanced @rgw
         use fast S3 attrs from bucket index (immutable only)
          use fast S3 attrs from bucket index (assumes NFS mounts are immutable)
        rgw_nfs_run_gc_threads bool advanced @rgw
         run GC threads in librgw (default off)
        rgw_nfs_run_lc_threads bool advanced @rgw
         run lifecycle threads in librgw (default off)
        rgw_nfs_run_quota_threads bool advanced @rgw
         run quota threads in librgw (default off)
        rgw_nfs_run_sync_thread bool advanced @rgw
         run sync thread in librgw (default off)
        rgw_rados_pool_autoscale_bias float advanced @rgw <0.01 >100000 =4
         pg_autoscale_bias value for RGW metadata (omap-heavy) pools
        rgw_rados_pool_recovery_priority uint advanced @rgw <18446744073709551606 >10 =5
         recovery_priority value for RGW metadata (omap-heavy) pools
        rgw_zone str advanced @rgw &rgw_zonegroup &rgw_realm
         Zone name
        rgw_zone_root_pool str advanced @rgw &rgw_zonegroup_root_pool &rgw_realm_root_pool \
        &rgw_period_root_pool =.rgw.root
         Zone root pool name
          The zone root pool, is the pool where the RGW zone configuration located.
        rgw_default_zone_info_oid str advanced @rgw =default.zone
         Default zone info object id
          Name of the RADOS object that holds the default zone information.
        rgw_region str advanced @rgw &rgw_zonegroup
         Region name
          Obsolete config option. The rgw_zonegroup option should be used instead.
        rgw_region_root_pool str advanced @rgw &rgw_zonegroup_root_pool =.rgw.root
         Region root pool
          Obsolete config option. The rgw_zonegroup_root_pool should be used instead.
        rgw_default_region_info_oid str advanced @rgw &rgw_default_zonegroup_info_oid =default.region
         Default region info object id
          Obsolete config option. The rgw_default_zonegroup_info_oid should be used instead.
        rgw_zonegroup str advanced @rgw &rgw_zone &rgw_realm
         Zonegroup name
        rgw_zonegroup_root_pool str advanced @rgw &rgw_zone_root_pool &rgw_realm_root_pool \
        &rgw_period_root_pool =.rgw.root
         Zonegroup root pool
          The zonegroup root pool, is the pool where the RGW zonegroup configuration located.
        rgw_default_zonegroup_info_oid str advanced @rgw =default.zonegroup
        rgw_realm str advanced @rgw
        rgw_realm_root_pool str advanced @rgw &rgw_zonegroup_root_pool &rgw_zone_root_pool \
        &rgw_period_root_pool =.rgw.root
         Realm root pool
          The realm root pool, is the pool where the RGW realm configuration located.
        rgw_default_realm_info_oid str advanced @rgw =default.realm
        rgw_period_root_pool str advanced @rgw &rgw_zonegroup_root_pool &rgw_zone_root_pool \
        &rgw_realm_root_pool =.rgw.root
         Period root pool
          The period root pool, is the pool where the RGW period configuration located.
        rgw_period_latest_epoch_info_oid str dev @rgw =.latest_epoch
        rgw_log_nonexistent_bucket bool advanced @rgw &rgw_enable_ops_log
         Should RGW log operations on bucket that does not exist
          This config option applies to the ops log. When this option is set, the ops log will log \
        operations that are sent to non existing buckets. These operations inherently fail, and do not \
        correspond to a specific user.
        rgw_log_object_name str advanced @rgw &rgw_enable_ops_log =%Y-%m-%d-%H-%i-%n
         Ops log object name format
          Defines the format of the RADOS objects names that ops log uses to store ops log data
        rgw_log_object_name_utc bool advanced @rgw &rgw_enable_ops_log &rgw_log_object_name
         Should ops log object name based on UTC
          If set, the names of the RADOS objects that hold the ops log data will be based on UTC time zone. \
        If not set, it will use the local time zone.
        rgw_usage_max_shards int advanced @rgw &rgw_enable_usage_log =32
         Number of shards for usage log.
          The number of RADOS objects that RGW will use in order to store the usage log data.
        rgw_usage_max_user_shards int advanced @rgw &rgw_enable_usage_log <1 =1
         Number of shards for single user in usage log
          The number of shards that a single user will span over in the usage log.
        rgw_enable_ops_log bool advanced @rgw &rgw_log_nonexistent_bucket &rgw_log_object_name \
        &rgw_ops_log_rados &rgw_ops_log_socket_path
         Enable ops log
        rgw_enable_usage_log bool advanced @rgw &rgw_usage_max_shards
         Enable usage log
        rgw_ops_log_rados bool advanced @rgw &rgw_enable_ops_log =true
         Use RADOS for ops log
          If set, RGW will store ops log information in RADOS.
        rgw_ops_log_socket_path str advanced @rgw &rgw_enable_ops_log &rgw_ops_log_data_backlog
         Unix domain socket path for ops log.
          Path to unix domain socket that RGW will listen for connection on. When connected, RGW will send \
        ops log data through it.
        rgw_ops_log_file_path str advanced @rgw &rgw_enable_ops_log &rgw_ops_log_data_backlog
         File-system path for ops log.
          Path to file that RGW will log ops logs to.
        rgw_ops_log_data_backlog size advanced @rgw &rgw_enable_ops_log &rgw_ops_log_socket_path \
        &rgw_ops_log_file_path =5242880
         Ops log socket backlog
          Maximum amount of data backlog that RGW can keep when ops log is configured to send info through \
        unix domain socket. When data backlog is higher than this, ops log entries will be lost. In order to \
        avoid ops log information loss, the listener needs to clear data (by reading it) quickly enough.
        rgw_fcgi_socket_backlog int advanced @rgw &rgw_host &rgw_socket_path =1024
         FastCGI socket connection backlog
          Size of FastCGI connection backlog. This reflects the maximum number of new connection requests \
        that RGW can handle concurrently without dropping any.\u{20}
        rgw_usage_log_flush_threshold int advanced @rgw &rgw_enable_usage_log &rgw_usage_log_tick_interval \
        =1024
         Number of entries in usage log before flushing
          This is the max number of entries that will be held in the usage log, before it will be flushed to \
        the backend. Note that the usage log is periodically flushed, even if number of entries does not \
        reach this threshold. A usage log entry corresponds to one or more operations on a single bucket.i
        rgw_usage_log_tick_interval int advanced @rgw &rgw_enable_usage_log &rgw_usage_log_flush_threshold =30
         Number of seconds between usage log flush cycles
          The number of seconds between consecutive usage log flushes. The usage log will also flush itself \
        to the backend if the number of pending entries reaches a certain threshold.
        rgw_init_timeout int basic @rgw =300
         Initialization timeout
          The time length (in seconds) that RGW will allow for its initialization. RGW process will give up \
        and quit if initialization is not complete after this amount of time.
        rgw_mime_types_file str basic @rgw =/etc/mime.types
         Path to local mime types file
          The mime types file is needed in Swift when uploading an object. If object's content type is not \
        specified, RGW will use data from this file to assign a content type to the object.
        rgw_gc_max_objs int advanced @rgw &rgw_gc_obj_min_wait &rgw_gc_processor_max_time \
        &rgw_gc_processor_period &rgw_gc_max_concurrent_io =32
         Number of shards for garbage collector data
          The number of garbage collector data shards, is the number of RADOS objects that RGW will use to \
        store the garbage collection information on.
        rgw_gc_obj_min_wait int advanced @rgw &rgw_gc_max_objs &rgw_gc_processor_max_time \
        &rgw_gc_processor_period &rgw_gc_max_concurrent_io =7200
         Garbage collection object expiration time
          The length of time (in seconds) that the RGW collector will wait before purging a deleted object's \
        data. RGW will not remove object immediately, as object could still have readers. A mechanism exists \
        to increase the object's expiration time when it's being read. The recommended value of its lower \
        limit is 30 minutes
        rgw_gc_processor_max_time int advanced @rgw &rgw_gc_max_objs &rgw_gc_obj_min_wait \
        &rgw_gc_processor_period &rgw_gc_max_concurrent_io =3600
         Length of time GC processor can lease shard
          Garbage collection thread in RGW process holds a lease on its data shards. These objects contain \
        the information about the objects that need to be removed. RGW takes a lease in order to prevent \
        multiple RGW processes from handling the same objects concurrently. This time signifies that maximum \
        amount of time (in seconds) that RGW is allowed to hold that lease. In the case where RGW goes down \
        uncleanly, this is the amount of time where processing of that data shard will be blocked.
        rgw_gc_processor_period int advanced @rgw &rgw_gc_max_objs &rgw_gc_obj_min_wait \
        &rgw_gc_processor_max_time &rgw_gc_max_concurrent_io &rgw_gc_max_trim_chunk =3600
         Garbage collector cycle run time
          The amount of time between the start of consecutive runs of the garbage collector threads. If \
        garbage collector runs takes more than this period, it will not wait before running again.
        rgw_gc_max_concurrent_io int advanced @rgw &rgw_gc_max_objs &rgw_gc_obj_min_wait \
        &rgw_gc_processor_max_time &rgw_gc_max_trim_chunk =10
         Max concurrent RADOS IO operations for garbage collection
          The maximum number of concurrent IO operations that the RGW garbage collection thread will use \
        when purging old data.
        rgw_gc_max_trim_chunk int advanced @rgw &rgw_gc_max_objs &rgw_gc_obj_min_wait \
        &rgw_gc_processor_max_time &rgw_gc_max_concurrent_io =16
         Max number of keys to remove from garbage collector log in a single operation
        rgw_gc_max_deferred_entries_size uint advanced @rgw =3072
         maximum allowed size of deferred entries in queue head for gc
        rgw_gc_max_queue_size uint advanced @rgw &osd_max_object_size &rgw_gc_max_deferred_entries_size \
        =134213632
         Maximum allowed queue size for gc
          The maximum allowed size of each gc queue, and its value should not be greater than \
        (osd_max_object_size - rgw_gc_max_deferred_entries_size - 1K).
        rgw_gc_max_deferred uint advanced @rgw =50
         Number of maximum deferred data entries to be stored in queue for gc
        rgw_s3_success_create_obj_status int advanced @rgw
         HTTP return code override for object creation
          If not zero, this is the HTTP return code that will be returned on a successful S3 object creation.
        rgw_resolve_cname bool advanced @rgw
         Support vanity domain names via CNAME
          If true, RGW will query DNS when detecting that it's serving a request that was sent to a host in \
        another domain. If a CNAME record is configured for that domain it will use it instead. This gives \
        user to have the ability of creating a unique domain of their own to point at data in their bucket.
        rgw_obj_stripe_size size advanced @rgw =4194304
         RGW object stripe size
          The size of an object stripe for RGW objects. This is the maximum size a backing RADOS object will \
        have. RGW objects that are larger than this will span over multiple objects.
        rgw_extended_http_attrs str advanced @rgw
         RGW support extended HTTP attrs
          Add new set of attributes that could be set on an object. These extra attributes can be set \
        through HTTP header fields when putting the objects. If set, these attributes will return as HTTP \
        fields when doing GET/HEAD on the object.
        rgw_exit_timeout_secs int advanced @rgw =120
         RGW shutdown timeout
          Number of seconds to wait for a process before exiting unconditionally.
        rgw_get_obj_window_size size advanced @rgw =16777216
         RGW object read window size
          The window size in bytes for a single object read request
        rgw_get_obj_max_req_size size advanced @rgw =4194304
         RGW object read chunk size
          The maximum request size of a single object read operation sent to RADOS
        rgw_relaxed_s3_bucket_names bool advanced @rgw
         RGW enable relaxed S3 bucket names
          RGW enable relaxed S3 bucket name rules for US region buckets.
        rgw_defer_to_bucket_acls str advanced @rgw
         Bucket ACLs override object ACLs
          If not empty, a string that selects that mode of operation. 'recurse' will use bucket's ACL for \
        the authorizaton. 'full-control' will allow users that users that have full control permission on \
        the bucket have access to the object.
        rgw_list_buckets_max_chunk int advanced @rgw =1000
         Max number of buckets to retrieve in a single listing operation
          When RGW fetches lists of user's buckets from the backend, this is the max number of entries it \
        will try to retrieve in a single operation. Note that the backend may choose to return a smaller \
        number of entries.
        rgw_md_log_max_shards int advanced @rgw =64
         RGW number of metadata log shards
          The number of shards the RGW metadata log entries will reside in. This affects the metadata sync \
        parallelism as a shard can only be processed by a single RGW at a time
        rgw_curl_buffersize int dev @rgw <1024 >524288 =524288
        \u{20}
          Pass a long specifying your preferred size (in bytes) for the receivebuffer in libcurl. See: \
        https://curl.se/libcurl/c/CURLOPT_BUFFERSIZE.html
        rgw_curl_wait_timeout_ms int dev @rgw =1000
        rgw_curl_low_speed_limit int advanced @rgw =1024
        \u{20}
          It contains the average transfer speed in bytes per second that the transfer should be below \
        during rgw_curl_low_speed_time seconds for libcurl to consider it to be too slow and abort. Set it \
        zero to disable this.
        rgw_curl_low_speed_time int advanced @rgw =300
        \u{20}
          It contains the time in number seconds that the transfer speed should be below the \
        rgw_curl_low_speed_limit for the library to consider it too slow and abort. Set it zero to disable \
        this.
        rgw_copy_obj_progress bool advanced @rgw =true
         Send progress report through copy operation
          If true, RGW will send progress information when copy operation is executed.\u{20}
        rgw_copy_obj_progress_every_bytes size advanced @rgw =1048576
         Send copy-object progress info after these many bytes
        rgw_sync_obj_etag_verify bool advanced @rgw
         Verify if the object copied from remote is identical to its source
          If true, this option computes the MD5 checksum of the data which is written at the destination and \
        checks if it is identical to the ETAG stored in the source. It ensures integrity of the objects \
        fetched from a remote server over HTTP including multisite sync.
        rgw_obj_tombstone_cache_size int advanced @rgw =1000
         Max number of entries to keep in tombstone cache
          The tombstone cache is used when doing a multi-zone data sync. RGW keeps there information about \
        removed objects which is needed in order to prevent re-syncing of objects that were already removed.
        rgw_data_log_window int advanced @rgw =30
         Data log time window
          The data log keeps information about buckets that have objectst that were modified within a \
        specific timeframe. The sync process then knows which buckets are needed to be scanned for data sync.
        rgw_data_log_changes_size int dev @rgw =1000
         Max size of pending changes in data log
          RGW will trigger update to the data log if the number of pending entries reached this number.
        rgw_data_log_num_shards int advanced @rgw =128
         Number of data log shards
          The number of shards the RGW data log entries will reside in. This affects the data sync \
        parallelism as a shard can only be processed by a single RGW at a time.
        rgw_data_log_obj_prefix str dev @rgw =data_log
        rgw_bucket_quota_ttl int advanced @rgw =600
         Bucket quota stats cache TTL
          Length of time for bucket stats to be cached within RGW instance.
        rgw_bucket_quota_cache_size int advanced @rgw =10000
         RGW quota stats cache size
          Maximum number of entries in the quota stats cache.
        rgw_bucket_default_quota_max_objects int basic @rgw =-1
         Default quota for max objects in a bucket
          The default quota configuration for max number of objects in a bucket. A negative number means \
        'unlimited'.
        rgw_bucket_default_quota_max_size int advanced @rgw =-1
         Default quota for total size in a bucket
          The default quota configuration for total size of objects in a bucket. A negative number means \
        'unlimited'.
        rgw_expose_bucket bool advanced @rgw
         Send Bucket HTTP header with the response
          If true, RGW will send a Bucket HTTP header with the responses. The header will contain the name \
        of the bucket the operation happened on.
        rgw_frontends str basic @rgw =beast port=7480
         RGW frontends configuration
          A comma delimited list of frontends configuration. Each configuration contains the type of the \
        frontend followed by an optional space delimited set of key=value config parameters.
        rgw_frontend_defaults str advanced @rgw =beast ssl_certificate=config://rgw/cert/$realm/$zone.crt \
        ssl_private_key=config://rgw/cert/$realm/$zone.key
         RGW frontends default configuration
          A comma delimited list of default frontends configuration.
        rgw_user_quota_bucket_sync_interval int advanced @rgw =180
         User quota bucket sync interval
          Time period for accumulating modified buckets before syncing these stats.
        rgw_user_quota_sync_interval int advanced @rgw =86400
         User quota sync interval
          Time period for accumulating modified buckets before syncing entire user stats.
        rgw_user_quota_sync_idle_users bool advanced @rgw
         Should sync idle users quota
          Whether stats for idle users be fully synced.
        rgw_user_quota_sync_wait_time int advanced @rgw =86400
         User quota full-sync wait time
          Minimum time between two full stats sync for non-idle users.
        rgw_user_default_quota_max_objects int basic @rgw =-1
         User quota max objects
          The default quota configuration for total number of objects for a single user. A negative number \
        means 'unlimited'.
        rgw_user_default_quota_max_size int basic @rgw =-1
         User quota max size
          The default quota configuration for total size of objects for a single user. A negative number \
        means 'unlimited'.
        rgw_multipart_min_part_size size advanced @rgw =5242880
         Minimum S3 multipart-upload part size
          When doing a multipart upload, each part (other than the last part) should be at least this size.
        rgw_multipart_part_upload_limit int advanced @rgw =10000
         Max number of parts in multipart upload
        rgw_max_slo_entries int advanced @rgw =1000
         Max number of entries in Swift Static Large Object manifest
        rgw_olh_pending_timeout_sec int dev @rgw =3600
         Max time for pending OLH change to complete
          OLH is a versioned object's logical head. Operations on it are journaled and as pending before \
        completion. If an operation doesn't complete with this amount of seconds, we remove the operation \
        from the journal.
        rgw_user_max_buckets int basic @rgw =1000
         Max number of buckets per user
          A user can create at most this number of buckets. Zero means no limit; a negative value means \
        users cannot create any new buckets, although users will retain buckets already created.
        rgw_objexp_gc_interval uint advanced @rgw =600
         Swift objects expirer garbage collector interval
        """
}
