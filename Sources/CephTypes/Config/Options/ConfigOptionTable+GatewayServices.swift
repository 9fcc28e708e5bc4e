// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The object gateway's options: encryption, shards, synchronization and quotas.
    static let gatewayServices = """
        rgw_objexp_hints_num_shards uint advanced @rgw =127
         Number of object expirer data shards
          The number of shards the (Swift) object expirer will store its data on.
        rgw_objexp_chunk_size uint dev @rgw =100
        rgw_enable_static_website bool basic @rgw
         Enable static website APIs
          This configurable controls whether RGW handles the website control APIs. RGW can server static \
        websites if s3website hostnames are configured, and unrelated to this configurable.
        rgw_user_unique_email bool basic @rgw =true
         Require local RGW users to have unique email addresses
          Enforce builtin user accounts to have unique email addresses.  This setting is historical.  In \
        future, non-enforcement of email address uniqueness is likely to become the default.
        rgw_log_http_headers str basic @rgw
         List of HTTP headers to log
          A comma delimited list of HTTP headers to log when seen, ignores case (e.g., http_x_forwarded_for).
        rgw_num_async_rados_threads int advanced @rgw =32
         Number of concurrent RADOS operations in multisite sync
          The number of concurrent RADOS IO operations that will be triggered for handling multisite sync \
        operations. This includes control related work, and not the actual sync operations.
        rgw_md_notify_interval_msec int advanced @rgw =200
         Length of time to aggregate metadata changes
          Length of time (in milliseconds) in which the master zone aggregates all the metadata changes that \
        occurred, before sending notifications to all the other zones.
        rgw_run_sync_thread bool advanced @rgw =true
         Should run sync thread
        rgw_sync_lease_period int dev @rgw =120
        rgw_sync_log_trim_interval int advanced @rgw =1200
         Sync log trim interval
          Time in seconds between attempts to trim sync logs.
        rgw_sync_log_trim_max_buckets int advanced @rgw &rgw_sync_log_trim_interval \
        &rgw_sync_log_trim_min_cold_buckets &rgw_sync_log_trim_concurrent_buckets =16
         Maximum number of buckets to trim per interval
          The maximum number of buckets to consider for bucket index log trimming each trim interval, \
        regardless of the number of bucket index shards. Priority is given to buckets with the most sync \
        activity over the last trim interval.
        rgw_sync_log_trim_min_cold_buckets int advanced @rgw &rgw_sync_log_trim_interval \
        &rgw_sync_log_trim_max_buckets &rgw_sync_log_trim_concurrent_buckets =4
         Minimum number of cold buckets to trim per interval
          Of the `rgw_sync_log_trim_max_buckets` selected for bucket index log trimming each trim interval, \
        at least this many of them must be 'cold' buckets. These buckets are selected in order from the list \
        of all bucket instances, to guarantee that all buckets will be visited eventually.
        rgw_sync_log_trim_concurrent_buckets int advanced @rgw &rgw_sync_log_trim_interval \
        &rgw_sync_log_trim_max_buckets &rgw_sync_log_trim_min_cold_buckets =4
         Maximum number of buckets to trim in parallel
        rgw_sync_data_inject_err_probability float dev @rgw
        rgw_sync_meta_inject_err_probability float dev @rgw
        rgw_sync_trace_history_size size advanced @rgw =4096
         Sync trace history size
          Maximum number of complete sync trace entries to keep.
        rgw_sync_trace_per_node_log_size int advanced @rgw =32
         Sync trace per-node log size
          The number of log entries to keep per sync-trace node.
        rgw_sync_trace_servicemap_update_interval int advanced @rgw =10
         Sync-trace service-map update interval
          Number of seconds between service-map updates of sync-trace events.
        rgw_period_push_interval float advanced @rgw =2
         Period push interval
          Number of seconds to wait before retrying 'period push' operation.
        rgw_period_push_interval_max float advanced @rgw =30
         Period push maximum interval
          The max number of seconds to wait before retrying 'period push' after exponential backoff.
        rgw_safe_max_objects_per_shard int advanced @rgw &rgw_shard_warning_threshold =102400
         Safe number of objects per shard
          This is the max number of objects per bucket index shard that RGW considers safe. RGW will warn if \
        it identifies a bucket where its per-shard count is higher than a percentage of this number.
        rgw_shard_warning_threshold float advanced @rgw &rgw_safe_max_objects_per_shard =90
         Warn about max objects per shard
          Warn if number of objects per shard in a specific bucket passed this percentage of the safe number.
        rgw_swift_versioning_enabled bool advanced @rgw
         Enable Swift versioning
        rgw_swift_custom_header str advanced @rgw
         Enable swift custom header
          If not empty, specifies a name of HTTP header that can include custom data. When uploading an \
        object, if this header is passed RGW will store this header info and it will be available when \
        listing the bucket.
        rgw_swift_need_stats bool advanced @rgw =true
         Enable stats on bucket listing in Swift
        rgw_reshard_num_logs uint advanced @rgw @rgw <1 =16
        rgw_reshard_bucket_lock_duration uint advanced @rgw @rgw #performance <30 =360
         Number of seconds the timeout on the reshard locks (bucket reshard lock and reshard log lock) are \
        set to. As a reshard proceeds these locks can be renewed/extended. If too short, reshards cannot \
        complete and will fail, causing a future reshard attempt. If too long a hung or crashed reshard \
        attempt will keep the bucket locked for an extended period, not allowing RGW to detect the failed \
        reshard attempt and recover.
        rgw_debug_inject_set_olh_err uint dev @rgw @rgw
         Whether to inject errors between rados olh modification initialization and bucket index instance \
        linking. The value determines the error code. This exists for development and testing purposes to \
        help simulate cases where bucket index entries aren't cleaned up by the request thread after an \
        error scenario.
        rgw_debug_inject_olh_cancel_modification_err bool dev @rgw @rgw
         Whether to inject an error to simulate a failure to cancel olh modification. This exists for \
        development and testing purposes.
        rgw_reshard_batch_size uint advanced @rgw @rgw #performance <8 =64
         Number of reshard entries to batch together before sending the operations to the CLS back-end
        rgw_reshard_max_aio uint advanced @rgw @rgw #performance <16 =128
         Maximum number of outstanding asynchronous I/O operations to allow at a time during resharding
        rgw_trust_forwarded_https bool advanced @rgw &rgw_crypt_require_ssl
         Trust Forwarded and X-Forwarded-Proto headers
          When a proxy in front of radosgw is used for ssl termination, radosgw does not know whether \
        incoming http connections are secure. Enable this option to trust the Forwarded and \
        X-Forwarded-Proto headers sent by the proxy when determining whether the connection is secure. This \
        is required for some features, such as server side encryption. (Never enable this setting if you do \
        not have a trusted proxy in front of radosgw, or else malicious users will be able to set these \
        headers in any request.)
        rgw_crypt_require_ssl bool advanced @rgw =true
         Requests including encryption key headers must be sent over ssl
        rgw_crypt_default_encryption_key str dev @rgw
        rgw_crypt_s3_kms_backend str advanced @rgw |barbican |vault |testing |kmip =barbican
         Where the SSE-KMS encryption keys are stored. Supported KMS systems are OpenStack Barbican \
        ('barbican', the default) and HashiCorp Vault ('vault').
        rgw_crypt_s3_kms_encryption_keys str dev @rgw
        rgw_crypt_vault_auth str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_addr \
        &rgw_crypt_vault_token_file |token |agent =token
         Type of authentication method to be used with Vault.\u{20}
        rgw_crypt_vault_token_file str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_auth \
        &rgw_crypt_vault_addr
         If authentication method is 'token', provide a path to the token file, which for security reasons \
        should readable only by Rados Gateway.
        rgw_crypt_vault_addr str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_auth \
        &rgw_crypt_vault_prefix
         Vault server base address.
        rgw_crypt_vault_prefix str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_addr \
        &rgw_crypt_vault_auth
         Vault secret URL prefix, which can be used to restrict access to a particular subset of the Vault \
        secret space.
        rgw_crypt_vault_secret_engine str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_auth \
        &rgw_crypt_vault_addr =transit
         Vault Secret Engine to be used to retrieve encryption keys.
        rgw_crypt_vault_namespace str advanced @rgw &rgw_crypt_s3_kms_backend &rgw_crypt_vault_auth \
        &rgw_crypt_vault_addr
         Vault Namespace to be used to select your tenant
        rgw_crypt_vault_verify_ssl bool advanced @rgw =true
         Should RGW verify the vault server SSL certificate.
        rgw_crypt_vault_ssl_cacert str advanced @rgw
         Path for custom ca certificate for accessing vault server
        rgw_crypt_vault_ssl_clientcert str advanced @rgw
         Path for customed client certificate for accessing vault server
        rgw_crypt_vault_ssl_clientkey str advanced @rgw
         Path for private key required for client cert
        rgw_crypt_kmip_addr str advanced @rgw
         kmip server address
        rgw_crypt_kmip_ca_path str advanced @rgw
         ca for kmip servers
        rgw_crypt_kmip_username str advanced @rgw
         when authenticating via username
        rgw_crypt_kmip_password str advanced @rgw
         optional w/ username
        rgw_crypt_kmip_client_cert str advanced @rgw
         connect using client certificate
        rgw_crypt_kmip_client_key str advanced @rgw
         connect using client certificate
        rgw_crypt_kmip_kms_key_template str advanced @rgw
         sse-kms; kmip key names
        rgw_crypt_kmip_s3_key_template str advanced @rgw =$keyid
         sse-s3; kmip key template
        rgw_crypt_suppress_logs bool advanced @rgw =true
         Suppress logs that might print client key
        rgw_list_bucket_min_readahead int advanced @rgw =1000
         Minimum number of entries to request from rados for bucket listing
        rgw_rest_getusage_op_compat bool advanced @rgw
         REST GetUsage request backward compatibility
        rgw_torrent_flag bool advanced @rgw
         When true, uploaded objects will calculate and store a SHA256 hash of object data so the object can \
        be retrieved as a torrent file
        rgw_torrent_tracker str advanced @rgw
         Torrent field announce and announce list
        rgw_torrent_createby str advanced @rgw
         torrent field created by
        rgw_torrent_comment str advanced @rgw
         Torrent field comment
        rgw_torrent_encoding str advanced @rgw
         torrent field encoding
        rgw_data_notify_interval_msec int advanced @rgw =200
         data changes notification interval to followers
        rgw_torrent_origin str advanced @rgw
         Torrent origin
        rgw_torrent_sha_unit size advanced @rgw =524288
        rgw_dynamic_resharding bool basic @rgw &rgw_max_objs_per_shard &rgw_max_dynamic_shards =true
         Enable dynamic resharding
          If true, RGW will dynamicall increase the number of shards in buckets that have a high number of \
        objects per shard.
        rgw_max_objs_per_shard uint basic @rgw &rgw_dynamic_resharding &rgw_max_dynamic_shards =100000
         Max objects per shard for dynamic resharding
          This is the max number of objects per bucket index shard that RGW will allow with dynamic \
        resharding. RGW will trigger an automatic reshard operation on the bucket if it exceeds this number.
        rgw_max_dynamic_shards uint advanced @rgw &rgw_dynamic_resharding &rgw_max_objs_per_shard <1 =1999
         Max shards that dynamic resharding can create
          This is the maximum number of bucket index shards that dynamic sharding is able to create on its \
        own. This does not limit user requested resharding. Ideally this value is a prime number.
        rgw_reshard_thread_interval uint advanced @rgw <10 =600
         Number of seconds between processing of reshard log entries
        rgw_cache_expiry_interval uint advanced @rgw @rgw #performance =900
         Number of seconds before entries in the cache are assumed stale and re-fetched. Zero is never.
          The Rados Gateway stores metadata and objects in an internal cache. This should be kept consistent \
        by the OSD's relaying notify events between multiple watching RGW processes. In the event that this \
        notification protocol fails, bounding the length of time that any data in the cache will be assumed \
        valid will ensure that any RGW instance that falls out of sync will eventually recover. This seems \
        to be an issue mostly for large numbers of RGW instances under heavy use. If you would like to turn \
        off cache expiry, set this value to zero.
        rgw_inject_notify_timeout_probability float dev @rgw @rgw #fault_injection #testing <0 >1
         Likelihood of ignoring a notify
          This is the probability that the RGW cache will ignore a cache notify message. It exists to help \
        with the development and testing of cache consistency and recovery improvements. Please do not set \
        it in a production cluster, as it actively causes failures. Set this to a floating point value \
        between 0 and 1.
        rgw_max_notify_retries uint advanced @rgw @rgw #error_recovery =10
         Number of attempts to notify peers before giving up.
          The number of times we will attempt to update a peer's cache in the event of error before giving \
        up. This is unlikely to be an issue unless your cluster is very heavily loaded. Beware that \
        increasing this value may cause some operations to take longer in exceptional cases and thus may, \
        rarely, cause clients to time out.
        rgw_sts_entry str advanced @rgw =sts
         STS URL prefix
          URL path prefix for internal STS requests.
        rgw_sts_key str advanced @rgw =sts
         STS Key
          Key used for encrypting/ decrypting session token.
        rgw_s3_auth_use_sts bool advanced @rgw
         Should S3 authentication use STS.
        rgw_sts_max_session_duration uint advanced @rgw =43200
         Session token max duration
          Max duration in seconds for which the session token is valid.
        rgw_sts_min_session_duration uint advanced @rgw =900
         Minimum allowed duration of a session
        rgw_max_listing_results uint advanced @rgw @rgw <1 >100000 =1000
         Upper bound on results in listing operations, ListBucket max-keys
          This caps the maximum permitted value for listing-like operations in RGW S3. Affects \
        ListBucket(max-keys), ListBucketVersions(max-keys), ListBucketMultipartUploads(max-uploads), \
        ListMultipartUploadParts(max-parts)
        rgw_sts_token_introspection_url str advanced @rgw
         STS Web Token introspection URL
          URL for introspecting an STS Web Token.
        rgw_sts_client_id str advanced @rgw
         Client Id
          Client Id needed for introspecting a Web Token.
        rgw_sts_client_secret str advanced @rgw
         Client Secret
          Client Secret needed for introspecting a Web Token.
        rgw_max_concurrent_requests int basic @rgw #performance &rgw_frontends =1024
         Maximum number of concurrent HTTP requests.
          Maximum number of concurrent HTTP requests that the beast frontend will process. Tuning this can \
        help to limit memory usage under heavy load.
        rgw_scheduler_type str advanced @rgw =throttler
         Set the type of dmclock scheduler, defaults to throttler Other valid values are dmclock which is \
        experimental
        rgw_dmclock_admin_res float advanced @rgw &rgw_dmclock_admin_wgt &rgw_dmclock_admin_lim =100
         mclock reservation for admin requests
        rgw_dmclock_admin_wgt float advanced @rgw &rgw_dmclock_admin_res &rgw_dmclock_admin_lim =100
         mclock weight for admin requests
        rgw_dmclock_admin_lim float advanced @rgw &rgw_dmclock_admin_res &rgw_dmclock_admin_wgt
         mclock limit for admin requests
        rgw_dmclock_auth_res float advanced @rgw &rgw_dmclock_auth_wgt &rgw_dmclock_auth_lim =200
         mclock reservation for object data requests
        rgw_dmclock_auth_wgt float advanced @rgw &rgw_dmclock_auth_res &rgw_dmclock_auth_lim =100
         mclock weight for object data requests
        rgw_dmclock_auth_lim float advanced @rgw &rgw_dmclock_auth_res &rgw_dmclock_auth_wgt
         mclock limit for object data requests
        rgw_dmclock_data_res float advanced @rgw &rgw_dmclock_data_wgt &rgw_dmclock_data_lim =500
         mclock reservation for object data requests
        rgw_dmclock_data_wgt float advanced @rgw &rgw_dmclock_data_res &rgw_dmclock_data_lim =500
         mclock weight for object data requests
        rgw_dmclock_data_lim float advanced @rgw &rgw_dmclock_data_res &rgw_dmclock_data_wgt
         mclock limit for object data requests
        rgw_dmclock_metadata_res float advanced @rgw &rgw_dmclock_metadata_wgt &rgw_dmclock_metadata_lim =500
         mclock reservation for metadata requests
        rgw_dmclock_metadata_wgt float advanced @rgw &rgw_dmclock_metadata_res &rgw_dmclock_metadata_lim =500
         mclock weight for metadata requests
        rgw_dmclock_metadata_lim float advanced @rgw &rgw_dmclock_metadata_res &rgw_dmclock_metadata_wgt
         mclock limit for metadata requests
        rgw_default_data_log_backing str advanced @rgw |fifo |omap =fifo
         Default backing store for the RGW data sync log
          Whether to use the older OMAP backing store or the high performance FIFO based backing store by \
        default. This only covers the creation of the log on startup if none exists.
        rgw_luarocks_location str advanced !startup @rgw =/tmp/luarocks
         Directory where luarocks install packages from allowlist
        """
}
