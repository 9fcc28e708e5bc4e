// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// The object gateway's options: interfaces, pools and requests.
    static let gateway = """
        rgw_acl_grants_max_num int advanced @rgw =100
         Max number of ACL grants in a single request
        rgw_cors_rules_max_num int advanced @rgw =100
         Max number of cors rules in a single request
        rgw_delete_multi_obj_max_num int advanced @rgw =1000
         Max number of objects in a single multi-object delete request
        rgw_website_routing_rules_max_num int advanced @rgw =50
         Max number of website routing rules in a single request
        rgw_rados_tracing bool advanced @rgw
         true if LTTng-UST tracepoints should be enabled
        rgw_op_tracing bool advanced @rgw
         true if LTTng-UST tracepoints should be enabled
        rgw_max_chunk_size size advanced @rgw =4194304
         Set RGW max chunk size
          The chunk size is the size of RADOS I/O requests that RGW sends when accessing data objects. RGW \
        read and write operation will never request more than this amount in a single request. This also \
        defines the rgw object head size, as head operations need to be atomic, and anything larger than \
        this would require more than a single operation.
        rgw_put_obj_min_window_size size advanced @rgw &rgw_put_obj_max_window_size &rgw_max_chunk_size \
        =16777216
         The minimum RADOS write window size (in bytes).
          The window size determines the total concurrent RADOS writes of a single rgw object. When writing \
        an object RGW will send multiple chunks to RADOS. The total size of the writes does not exceed the \
        window size. The window size can be automatically in order to better utilize the pipe.
        rgw_put_obj_max_window_size size advanced @rgw &rgw_put_obj_min_window_size &rgw_max_chunk_size \
        =67108864
         The maximum RADOS write window size (in bytes).
          The window size may be dynamically adjusted, but will not surpass this value.
        rgw_max_put_size size advanced @rgw =5368709120
         Max size (in bytes) of regular (non multi-part) object upload.
          Plain object upload is capped at this amount of data. In order to upload larger objects, a special \
        upload mechanism is required. The S3 API provides the multi-part upload, and Swift provides DLO and \
        SLO.
        rgw_max_put_param_size size advanced @rgw =1048576
         The maximum size (in bytes) of data input of certain RESTful requests.
        rgw_max_attr_size size advanced @rgw
         The maximum length of metadata value. 0 skips the check
        rgw_max_attr_name_len size advanced @rgw
         The maximum length of metadata name. 0 skips the check
        rgw_max_attrs_num_in_req uint advanced @rgw
         The maximum number of metadata items that can be put via single request
        rgw_override_bucket_index_max_shards uint dev @rgw
         The default number of bucket index shards for newly-created buckets. This value overrides \
        bucket_index_max_shards stored in the zone. Setting this value in the zone is preferred, because it \
        applies globally to all radosgw daemons running in the zone.
        rgw_bucket_index_max_aio uint advanced @rgw =128
         Max number of concurrent RADOS requests when handling bucket shards.
        rgw_multi_obj_del_max_aio uint advanced @rgw =16
         Max number of concurrent RADOS requests per multi-object delete request.
        rgw_enable_quota_threads bool advanced @rgw &rgw_enable_gc_threads &rgw_enable_lc_threads =true
         Enables the quota maintenance thread.
          The quota maintenance thread is responsible for quota related maintenance work. The thread itself \
        can be disabled, but in order for quota to work correctly, at least one RGW in each zone needs to \
        have this thread running. Having the thread enabled on multiple RGW processes within the same zone \
        can spread some of the maintenance work between them.
        rgw_enable_gc_threads bool advanced @rgw &rgw_enable_quota_threads &rgw_enable_lc_threads =true
         Enables the garbage collection maintenance thread.
          The garbage collection maintenance thread is responsible for garbage collector maintenance work. \
        The thread itself can be disabled, but in order for garbage collection to work correctly, at least \
        one RGW in each zone needs to have this thread running.  Having the thread enabled on multiple RGW \
        processes within the same zone can spread some of the maintenance work between them.
        rgw_enable_lc_threads bool advanced @rgw &rgw_enable_gc_threads &rgw_enable_quota_threads =true
         Enables the lifecycle maintenance thread. This is required on at least one rgw for each zone.
          The lifecycle maintenance thread is responsible for lifecycle related maintenance work. The thread \
        itself can be disabled, but in order for lifecycle to work correctly, at least one RGW in each zone \
        needs to have this thread running. Havingthe thread enabled on multiple RGW processes within the \
        same zone can spread some of the maintenance work between them.
        rgw_data str advanced !no_mon_update @rgw =/var/lib/ceph/radosgw/$cluster-$id
         Alternative location for RGW configuration.
          If this is set, the different Ceph system configurables (such as the keyring file will be located \
        in the path that is specified here.\u{20}
        rgw_enable_apis str advanced @rgw =s3, s3website, swift, swift_auth, admin, sts, iam, notifications
         A list of set of RESTful APIs that rgw handles.
        rgw_cache_enabled bool advanced @rgw &rgw_cache_lru_size =true
         Enable RGW metadata cache.
          The metadata cache holds metadata entries that RGW requires for processing requests. Metadata \
        entries can be user info, bucket info, and bucket instance info. If not found in the cache, entries \
        will be fetched from the backing RADOS store.
        rgw_cache_lru_size int advanced @rgw &rgw_cache_enabled =10000
         Max number of items in RGW metadata cache.
          When full, the RGW metadata cache evicts least recently used entries.
        rgw_socket_path str advanced @rgw &rgw_fcgi_socket_backlog
         RGW FastCGI socket path (for FastCGI over Unix domain sockets).
        rgw_host str advanced @rgw &rgw_port &rgw_fcgi_socket_backlog
         RGW FastCGI host name (for FastCGI over TCP)
        rgw_port str basic @rgw &rgw_host &rgw_fcgi_socket_backlog
         RGW FastCGI port number (for FastCGI over TCP)
        rgw_dns_name str advanced @rgw
         The host name that RGW uses.
          This is Needed for virtual hosting of buckets to work properly, unless configured via zonegroup \
        configuration.
        rgw_dns_s3website_name str advanced @rgw
         The host name that RGW uses for static websites (S3)
          This is needed for virtual hosting of buckets, unless configured via zonegroup configuration.
        rgw_numa_node int advanced !startup @rgw =-1
         set rgw's cpu affinity to a numa node (-1 for none)
        rgw_service_provider_name str advanced @rgw
         Service provider name which is contained in http response headers
          As S3 or other cloud storage providers do, http response headers should contain the name of the \
        provider. This name will be placed in http header 'Server'.
        rgw_content_length_compat bool advanced @rgw
         Multiple content length headers compatibility
          Try to handle requests with abiguous multiple content length headers (Content-Length, \
        Http-Content-Length).
        rgw_relaxed_region_enforcement bool advanced @rgw
         Disable region constraint enforcement
          Enable requests such as bucket creation to succeed irrespective of region restrictions (Jewel \
        compat).
        rgw_lifecycle_work_time str advanced @rgw =00:00-06:00
         Lifecycle allowed work time
          Local time window in which the lifecycle maintenance thread can work.
        rgw_lc_lock_max_time int dev @rgw =90
        rgw_lc_thread_delay int advanced @rgw
         Delay after processing of bucket listing chunks (i.e., per 1000 entries) in milliseconds
        rgw_lc_max_worker int advanced @rgw =3
         Number of LCWorker tasks that will be run in parallel
          Number of LCWorker tasks that will run in parallel--used to permit >1 bucket/index shards to be \
        processed simultaneously
        rgw_lc_max_wp_worker int advanced @rgw =3
         Number of workpool threads per LCWorker
          Number of threads in per-LCWorker workpools--used to accelerate per-bucket processing
        rgw_lc_max_objs int advanced @rgw =32
         Number of lifecycle data shards
          Number of RADOS objects to use for storing lifecycle index. This affects concurrency of lifecycle \
        maintenance, as shards can be processed in parallel.
        rgw_lc_max_rules uint advanced @rgw =1000
         Max number of lifecycle rules set on one bucket
          Number of lifecycle rules set on one bucket should be limited.
        rgw_lc_debug_interval int dev @rgw =-1
         The number of seconds that simulate one "day" in order to debug RGW LifeCycle. Do *not* modify for \
        a production cluster.
          For debugging RGW LifeCycle, the number of seconds that are equivalent to one simulated "day". \
        Values less than 1 are ignored and do not change LifeCycle behavior. For example, during debugging \
        if one wanted every 10 minutes to be equivalent to one day, then this would be set to 600, the \
        number of seconds in 10 minutes.
        rgw_mp_lock_max_time int advanced @rgw =600
         Multipart upload max completion time
          Time length to allow completion of a multipart upload operation. This is done to prevent \
        concurrent completions on the same object with the same upload id.
        rgw_script_uri str dev @rgw
        rgw_request_uri str dev @rgw
        rgw_ignore_get_invalid_range bool advanced @rgw
         Treat invalid (e.g., negative) range request as full
          Treat invalid (e.g., negative) range request as request for the full object (AWS compatibility)
        rgw_swift_url str advanced @rgw &rgw_swift_auth_entry
         Swift-auth storage URL
          Used in conjunction with rgw internal swift authentication. This affects the X-Storage-Url \
        response header value.
        rgw_swift_url_prefix str advanced @rgw =swift
         Swift URL prefix
          The URL path prefix for swift requests.
        rgw_swift_auth_url str advanced @rgw
         Swift auth URL
          Default url to which RGW connects and verifies tokens for v1 auth (if not using internal swift \
        auth).
        rgw_swift_auth_entry str advanced @rgw &rgw_swift_url =auth
         Swift auth URL prefix
          URL path prefix for internal swift auth requests.
        rgw_swift_tenant_name str advanced @rgw &rgw_swift_account_in_url
         Swift tenant name
          Tenant name that is used when constructing the swift path.
        rgw_swift_account_in_url bool advanced @rgw &rgw_swift_tenant_name
         Swift account encoded in URL
          Whether the swift account is encoded in the uri path (AUTH_<account>).
        rgw_swift_enforce_content_length bool advanced @rgw
         Send content length when listing containers (Swift)
          Whether content length header is needed when listing containers. When this is set to false, RGW \
        will send extra info for each entry in the response.
        rgw_keystone_url str basic @rgw
         The URL to the Keystone server.
        rgw_keystone_admin_token str advanced @rgw
         DEPRECATED: The admin token (shared secret) that is used for the Keystone requests.
        rgw_keystone_admin_token_path str advanced @rgw
         Path to a file containing the admin token (shared secret) that is used for the Keystone requests.
        rgw_keystone_admin_user str advanced @rgw
         Keystone admin user.
        rgw_keystone_admin_password str advanced @rgw
         DEPRECATED: Keystone admin password.
        rgw_keystone_admin_password_path str advanced @rgw
         Path to a file containing the Keystone admin password.
        rgw_keystone_admin_tenant str advanced @rgw
         Keystone admin user tenant.
        rgw_keystone_admin_project str advanced @rgw
         Keystone admin user project (for Keystone v3).
        rgw_keystone_admin_domain str advanced @rgw
         Keystone admin user domain (for Keystone v3).
        rgw_keystone_barbican_user str advanced @rgw
         Keystone user to access barbican secrets.
        rgw_keystone_barbican_password str advanced @rgw
         Keystone password for barbican user.
        rgw_keystone_barbican_tenant str advanced @rgw
         Keystone barbican user tenant (Keystone v2.0).
        rgw_keystone_barbican_project str advanced @rgw
         Keystone barbican user project (Keystone v3).
        rgw_keystone_barbican_domain str advanced @rgw
         Keystone barbican user domain.
        rgw_keystone_api_version int advanced @rgw =2
         Version of Keystone API to use (2 or 3).
        rgw_keystone_accepted_roles str advanced @rgw =Member, admin
         Only users with one of these roles will be served when doing Keystone authentication.
        rgw_keystone_accepted_admin_roles str advanced @rgw
         List of roles allowing user to gain admin privileges (Keystone).
        rgw_keystone_token_cache_size int advanced @rgw =10000
         Keystone token cache size
          Max number of Keystone tokens that will be cached. Token that is not cached requires RGW to access \
        the Keystone server when authenticating.
        rgw_keystone_verify_ssl bool advanced @rgw =true
         Should RGW verify the Keystone server SSL certificate.
        rgw_keystone_implicit_tenants str advanced @rgw |false |true |swift |s3 |both |0 |1 |none =false
         RGW Keystone implicit tenants creation
          Implicitly create new users in their own tenant with the same name when authenticating via \
        Keystone.  Can be limited to s3 or swift only.
        rgw_cross_domain_policy str advanced @rgw =<allow-access-from domain="*" secure="false" />
         RGW handle cross domain policy
          Returned cross domain policy when accessing the crossdomain.xml resource (Swift compatiility).
        rgw_healthcheck_disabling_path str dev @rgw
         Swift health check api can be disabled if a file can be accessed in this path.
        rgw_s3_auth_use_rados bool advanced @rgw =true
         Should S3 authentication use credentials stored in RADOS backend.
        rgw_s3_auth_use_keystone bool advanced @rgw
         Should S3 authentication use Keystone.
        rgw_s3_auth_order str advanced @rgw =sts, external, local
         Authentication strategy order to use for s3 authentication
          Order of authentication strategies to try for s3 authentication, the allowed options are a comma \
        separated list of engines external, local. The default order is to try all the externally configured \
        engines before attempting local rados based authentication
        rgw_barbican_url str advanced @rgw
         URL to barbican server.
        rgw_ldap_uri str advanced @rgw =ldaps://<ldap.your.domain>
         Space-separated list of LDAP servers in URI format.
        rgw_ldap_binddn str advanced @rgw =uid=admin,cn=users,dc=example,dc=com
         LDAP entry RGW will bind with (user match).
        rgw_ldap_searchdn str advanced @rgw =cn=users,cn=accounts,dc=example,dc=com
         LDAP search base (basedn).
        rgw_ldap_dnattr str advanced @rgw =uid
         LDAP attribute containing RGW user names (to form binddns).
        rgw_ldap_secret str advanced @rgw =/etc/openldap/secret
         Path to file containing credentials for rgw_ldap_binddn.
        rgw_s3_auth_use_ldap bool advanced @rgw
         Should S3 authentication use LDAP.
        rgw_ldap_searchfilter str advanced @rgw
         LDAP search filter.
        rgw_opa_url str advanced @rgw
         URL to OPA server.
        rgw_opa_token str advanced @rgw
         The Bearer token OPA uses to authenticate client requests.
        rgw_opa_verify_ssl bool advanced @rgw =true
         Should RGW verify the OPA server SSL certificate.
        rgw_use_opa_authz bool advanced @rgw
         Should OPA be used to authorize client requests.
        rgw_admin_entry str advanced @rgw =admin
         Path prefix to be used for accessing RGW RESTful admin API.
        rgw_enforce_swift_acls bool advanced @rgw =true
         RGW enforce swift acls
          Should RGW enforce special Swift-only ACLs. Swift has a special ACL that gives permission to \
        access all objects in a container.
        rgw_swift_token_expiration int advanced @rgw =86400
         Expiration time (in seconds) for token generated through RGW Swift auth.
        rgw_print_continue bool advanced @rgw =true
         RGW support of 100-continue
          Should RGW explicitly send 100 (continue) responses. This is mainly relevant when using FastCGI, \
        as some FastCGI modules do not fully support this feature.
        rgw_print_prohibited_content_length bool advanced @rgw
         RGW RFC-7230 compatibility
          Specifies whether RGW violates RFC 7230 and sends Content-Length with 204 or 304 statuses.
        rgw_remote_addr_param str advanced @rgw &rgw_enable_ops_log =REMOTE_ADDR
         HTTP header that holds the remote address in incoming requests.
          RGW will use this header to extract requests origin. When RGW runs behind a reverse proxy, the \
        remote address header will point at the proxy's address and not at the originator's address. \
        Therefore it is sometimes possible to have the proxy add the originator's address in a separate HTTP \
        header, which will allow RGW to log it correctly.
        rgw_op_thread_timeout int dev @rgw =600
         Timeout for async rados coroutine operations.
        rgw_op_thread_suicide_timeout int dev @rgw
        rgw_thread_pool_size int basic @rgw =512
         RGW requests handling thread pool size.
          This parameter determines the number of concurrent requests RGW can process when using either the \
        civetweb, or the fastcgi frontends. The higher this number is, RGW will be able to deal with more \
        concurrent requests at the cost of more resource utilization.
        """
}
