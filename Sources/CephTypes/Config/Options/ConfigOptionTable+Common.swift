// The form of the text is told in ConfigOptionTable+Parsing.swift.
extension ConfigOptionTable {
    /// Options that every daemon has, and the messenger's.
    static let common = """
        host str basic !no_mon_update @common #network
         local hostname
          if blank, ceph assumes the short hostname (hostname -s)
        fsid uuid basic !no_mon_update !startup @common #service
         cluster fsid (uuid)
        public_addr addr basic !startup @mon @mds @osd @mgr
         public-facing address to bind to
        public_addrv addrvec basic !startup @mon @mds @osd @mgr
         public-facing address to bind to
        public_bind_addr addr advanced !startup @mon
        cluster_addr addr basic !startup @osd #network
         cluster-facing address to bind to
        public_network str advanced !startup @mon @mds @osd @mgr #network
         Network(s) from which to choose a public address to bind to
        public_network_interface str advanced !startup @mon @mds @osd @mgr #network &public_network
         Interface name(s) from which to choose an address from a public_network to bind to; public_network \
        must also be specified.
        cluster_network str advanced !startup @osd #network
         Network(s) from which to choose a cluster address to bind to
        cluster_network_interface str advanced !startup @mon @mds @osd @mgr #network &cluster_network
         Interface name(s) from which to choose an address from a cluster_network to bind to; \
        cluster_network must also be specified.
        monmap str advanced !no_mon_update !create @mon
         path to MonMap file
          This option is normally used during mkfs, but can also be used to identify which monitors to \
        connect to.
        mon_host str basic !no_mon_update !startup @common
         list of hosts or addresses to search for a monitor
          This is a comma, whitespace, or semicolon separated list of IP addresses or hostnames. Hostnames \
        are resolved via DNS and all A or AAAA records are included in the search list.
        mon_host_override str advanced !no_mon_update !startup @common
         monitor(s) to use overriding the MonMap
        mon_dns_srv_name str advanced !startup @common #network &mon_host =ceph-mon
         name of DNS SRV record to check for monitor addresses
        container_image str basic !startup =docker.io/ceph/daemon-base:latest-pacific-devel
         container image (used by cephadm orchestrator)
        no_config_file bool advanced !no_mon_update !startup @common #config
         signal that we don't require a config file to be present
          When specified, we won't be looking for a configuration file, and will instead expect that \
        whatever options or values are required for us to work will be passed as arguments.
        lockdep bool dev !no_mon_update !startup @common
         enable lockdep lock dependency analyzer
        lockdep_force_backtrace bool dev !startup @common &lockdep
         always gather current backtrace at every lock
        run_dir str advanced !startup @common &admin_socket =/var/run/ceph
         path for the 'run' directory for storing pid and socket files
        admin_socket str advanced !startup @common ~$run_dir/$cluster-$name.asok
         path for the runtime control socket file, used by the 'ceph daemon' command
        admin_socket_mode str advanced !startup @common &admin_socket
         file mode to set for the admin socket file, e.g, '0755'
        daemonize bool advanced !no_mon_update !startup @mon @mgr @osd @mds #service &pid_file &chdir ~true
         whether to daemonize (background) after startup
        setuser str advanced !startup @mon @mgr @osd @mds #service &setgroup
         uid or user name to switch to on startup
          This is normally specified by the systemd unit file.
        setgroup str advanced !startup @mon @mgr @osd @mds #service &setuser
         gid or group name to switch to on startup
          This is normally specified by the systemd unit file.
        setuser_match_path str advanced !startup @mon @mgr @osd @mds #service &setuser &setgroup
         if set, setuser/setgroup is condition on this path matching ownership
          If setuser or setgroup are specified, and this option is non-empty, then the uid/gid of the daemon \
        will only be changed if the file or directory specified by this option has a matching uid and/or \
        gid.  This exists primarily to allow switching to user ceph for OSDs to be conditional on whether \
        the osd data contents have also been chowned after an upgrade.  This is normally specified by the \
        systemd unit file.
        pid_file str advanced !startup @mon @mgr @osd @mds #service
         path to write a pid file (if any)
        chdir str advanced !no_mon_update !startup @mon @mgr @osd @mds #service &daemonize
         path to chdir(2) to after daemonizing
        fatal_signal_handlers bool advanced !startup @mon @mgr @osd @mds #service =true
         whether to register signal handlers for SIGABRT etc that dump a stack trace
          This is normally true for daemons and values for libraries.
        crash_dir str advanced !startup =/var/lib/ceph/crash
         Directory where crash reports are archived
        restapi_log_level str advanced
         default set by python code
        restapi_base_url str advanced
         default set by python code
        erasure_code_dir str advanced !startup @mon @osd =/usr/lib/x86_64-linux-gnu/ceph/erasure-code
         directory where erasure-code plugins can be found
        log_file str basic &log_to_file &log_to_stderr &err_to_stderr &log_to_syslog &err_to_syslog \
        ~/var/log/ceph/$cluster-$name.log
         path to log file
        log_max_new int advanced &log_max_recent =1000
         max unwritten log entries to allow before waiting to flush to the log
        log_max_recent int advanced <1 ~10000 =500
         recent log entries to keep in memory to dump in the event of a crash
          The purpose of this option is to log at a higher debug level only to the in-memory buffer, and \
        write out the detailed log messages only if there is a crash.  Only log entries below the lower log \
        level will be written unconditionally to the log.  For example, debug_osd=1/5 will write everything \
        <= 1 to the log unconditionally but keep entries at levels 2-5 in memory.  If there is a seg fault \
        or assertion failure, all entries will be dumped to the log.
        log_to_file bool basic &log_file =true
         send log lines to a file
        log_to_stderr bool basic ~false =true
         send log lines to stderr
        err_to_stderr bool basic ~true
         send critical error log lines to stderr
        log_stderr_prefix str advanced &mon_cluster_log_to_stderr
         String to prefix log messages with when sent to stderr
          This is useful in container environments when combined with mon_cluster_log_to_stderr.  The mon \
        log prefixes each line with the channel name (e.g., 'default', 'audit'), while log_stderr_prefix can \
        be set to 'debug '.
        log_to_syslog bool basic
         send log lines to syslog facility
        err_to_syslog bool basic
         send critical error log lines to syslog facility
        log_flush_on_exit bool advanced
         set a process exit handler to ensure the log is flushed on exit
        log_stop_at_utilization float basic &log_file <0 >1 =0.97
         stop writing to the log file when device utilization reaches this ratio
        log_to_graylog bool basic &err_to_graylog &log_graylog_host &log_graylog_port
         send log lines to remote graylog server
        err_to_graylog bool basic &log_to_graylog &log_graylog_host &log_graylog_port
         send critical error log lines to remote graylog server
        log_graylog_host str basic &log_to_graylog &err_to_graylog &log_graylog_port =127.0.0.1
         address or hostname of graylog server to log to
        log_graylog_port int basic &log_graylog_host =12201
         port number for the remote graylog server
        log_coarse_timestamps bool advanced @common #performance #service =true
         timestamp log entries from coarse system clock to improve performance
        clog_to_monitors str advanced !runtime =default=true
         Make daemons send cluster log messages to monitors
        clog_to_syslog str advanced !runtime =false
         Make daemons send cluster log messages to syslog
        clog_to_syslog_level str advanced !runtime &clog_to_syslog =info
         Syslog level for cluster log messages
        clog_to_syslog_facility str advanced !runtime &clog_to_syslog =default=daemon audit=local0
         Syslog facility for cluster log messages
        clog_to_graylog str advanced !runtime =false
         Make daemons send cluster log to graylog
        clog_to_graylog_host str advanced !runtime &clog_to_graylog =127.0.0.1
         Graylog host to cluster log messages
        clog_to_graylog_port str advanced !runtime &clog_to_graylog =12201
         Graylog port number for cluster log messages
        mon_cluster_log_to_stderr bool advanced !runtime @mon &log_stderr_prefix
         Make monitor send cluster log messages to stderr (prefixed by channel)
        mon_cluster_log_to_syslog str advanced !runtime @mon =default=false
         Make monitor send cluster log messages to syslog
        mon_cluster_log_to_syslog_level str advanced !runtime @mon &mon_cluster_log_to_syslog =info
         Syslog level for cluster log messages
        mon_cluster_log_to_syslog_facility str advanced !runtime @mon &mon_cluster_log_to_syslog =daemon
         Syslog facility for cluster log messages
        mon_cluster_log_to_file bool advanced !runtime @mon &mon_cluster_log_file =true
         Make monitor send cluster log messages to file
        mon_cluster_log_file str advanced !runtime @mon &mon_cluster_log_to_file \
        =default=/var/log/ceph/$cluster.$channel.log cluster=/var/log/ceph/$cluster.log
         File(s) to write cluster log to
          This can either be a simple file name to receive all messages, or a list of key/value pairs where \
        the key is the log channel and the value is the filename, which may include $cluster and $channel \
        metavariables
        mon_cluster_log_file_level str advanced !runtime @mon &mon_cluster_log_file =debug
         Lowest level to include is cluster log file
        mon_cluster_log_to_graylog str advanced !runtime @mon =false
         Make monitor send cluster log to graylog
        mon_cluster_log_to_graylog_host str advanced !runtime @mon &mon_cluster_log_to_graylog =127.0.0.1
         Graylog host for cluster log messages
        mon_cluster_log_to_graylog_port str advanced !runtime @mon &mon_cluster_log_to_graylog =12201
         Graylog port for cluster log messages
        enable_experimental_unrecoverable_data_corrupting_features str advanced !runtime
         Enable named (or all with '*') experimental features that may be untested, dangerous, and/or cause \
        permanent data loss
        plugin_dir str advanced !startup @mon @osd =/usr/lib/x86_64-linux-gnu/ceph
         Base directory for dynamically loaded plugins
        compressor_zlib_isal bool advanced
         Use Intel ISA-L accelerated zlib implementation if available
        compressor_zlib_level int advanced =5
         Zlib compression level to use
        compressor_zlib_winsize int advanced <-15 >32 =-15
         Zlib compression winsize to use
        compressor_zstd_level int advanced =1
         Zstd compression level to use
        qat_compressor_enabled bool advanced
         Enable Intel QAT acceleration support for compression if available
        plugin_crypto_accelerator str advanced =crypto_isal
         Crypto accelerator library to use
        openssl_engine_opts str advanced !startup
         Use engine for specific openssl algorithm
          Pass opts in this way: \
        engine_id=engine1,dynamic_path=/some/path/engine1.so,default_algorithms=DIGESTS:engine_id=engine2,dy\
        namic_path=/some/path/engine2.so,default_algorithms=CIPHERS,other_ctrl=other_value
        mempool_debug bool dev !no_mon_update
        thp bool dev !startup
         enable transparent huge page (THP) support
          Ceph is known to suffer from memory fragmentation due to THP use. This is indicated by RSS usage \
        above configured memory targets. Enabling THP is currently discouraged until selective use of THP by \
        Ceph is implemented.
        key str advanced !no_mon_update !startup &keyfile &keyring
         Authentication key
          A CephX authentication key, base64 encoded.  It normally looks something like \
        'AQAtut9ZdMbNJBAAHz6yBAWyJyz2yYRyeMWDag=='.
        keyfile str advanced !no_mon_update !startup &key
         Path to a file containing a key
          The file should contain a CephX authentication key and optionally a trailing newline, but nothing \
        else.
        keyring str advanced !no_mon_update !startup &key &keyfile \
        =/etc/ceph/$cluster.$name.keyring,/etc/ceph/$cluster.keyring,/etc/ceph/keyring,/etc/ceph/keyring.bin,
         Path to a keyring file.
          A keyring file is an INI-style formatted file where the section names are client or daemon names \
        (e.g., 'osd.0') and each section contains a 'key' property with CephX authentication key as the value.
        heartbeat_interval int advanced !startup =5
         Frequency of internal heartbeat checks (seconds)
        heartbeat_file str advanced !startup &heartbeat_interval
         File to touch on successful internal heartbeat
          If set, this file will be touched every time an internal heartbeat check succeeds.
        heartbeat_inject_failure int dev
        perf bool advanced =true
         Enable internal performance metrics
          If enabled, collect and expose internal health metrics
        ms_type str advanced !startup =async+posix
         Messenger implementation to use for network communication
        ms_public_type str advanced !startup &ms_type
         Messenger implementation to use for the public network
          If not specified, use ms_type
        ms_cluster_type str advanced !startup &ms_type
         Messenger implementation to use for the internal cluster network
          If not specified, use ms_type
        ms_mon_cluster_mode str basic !startup &ms_mon_service_mode &ms_mon_client_mode &ms_service_mode \
        &ms_cluster_mode &ms_client_mode =secure crc
         Connection modes (crc, secure) for intra-mon connections in order of preference
        ms_mon_service_mode str basic !startup &ms_service_mode &ms_mon_cluster_mode &ms_mon_client_mode \
        &ms_cluster_mode &ms_client_mode =secure crc
         Allowed connection modes (crc, secure) for connections to mons
        ms_mon_client_mode str basic !startup &ms_mon_service_mode &ms_mon_cluster_mode &ms_service_mode \
        &ms_cluster_mode &ms_client_mode =secure crc
         Connection modes (crc, secure) for connections from clients to monitors in order of preference
        ms_cluster_mode str basic !startup &ms_service_mode &ms_client_mode =crc secure
         Connection modes (crc, secure) for intra-cluster connections in order of preference
        ms_service_mode str basic !startup &ms_cluster_mode &ms_client_mode =crc secure
         Allowed connection modes (crc, secure) for connections to daemons
        ms_client_mode str basic !startup &ms_cluster_mode &ms_service_mode =crc secure
         Connection modes (crc, secure) for connections from clients in order of preference
        ms_learn_addr_from_peer bool advanced =true
         Learn address from what IP our first peer thinks we connect from
          Use the IP address our first peer (usually a monitor) sees that we are connecting from.  This is \
        useful if a client is behind some sort of NAT and we want to see it identified by its local (not \
        NATed) address.
        ms_tcp_nodelay bool advanced =true
         Disable Nagle's algorithm and send queued network traffic immediately
        ms_tcp_rcvbuf size advanced
         Size of TCP socket receive buffer
        ms_tcp_prefetch_max_size size advanced =4096
         Maximum amount of data to prefetch out of the socket receive buffer
        ms_initial_backoff float advanced =0.2
         Initial backoff after a network error is detected (seconds)
        ms_max_backoff float advanced &ms_initial_backoff =15
         Maximum backoff after a network error before retrying (seconds)
        ms_crc_data bool dev =true
         Set and/or verify crc32c checksum on data payload sent over network
        ms_crc_header bool dev =true
         Set and/or verify crc32c checksum on header payload sent over network
        ms_die_on_bad_msg bool dev
         Induce a daemon crash/exit when a bad network message is received
        ms_die_on_unhandled_msg bool dev
         Induce a daemon crash/exit when an unrecognized message is received
        ms_die_on_old_message bool dev
         Induce a daemon crash/exit when a old, undecodable message is received
        ms_die_on_skipped_message bool dev
         Induce a daemon crash/exit if sender skips a message sequence number
        ms_die_on_bug bool dev
         Induce a crash/exit on various bugs (for testing purposes)
        ms_dispatch_throttle_bytes size advanced =104857600
         Limit messages that are read off the network but still being processed
        ms_bind_ipv4 bool advanced &ms_bind_ipv6 =true
         Bind servers to IPv4 address(es)
        ms_bind_ipv6 bool advanced &ms_bind_ipv4
         Bind servers to IPv6 address(es)
        ms_bind_prefer_ipv4 bool advanced
         Prefer IPV4 over IPV6 address(es)
        ms_bind_msgr1 bool advanced &ms_bind_msgr2 =true
         Bind servers to msgr1 (legacy) protocol address(es)
        ms_bind_msgr2 bool advanced &ms_bind_msgr1 =true
         Bind servers to msgr2 (nautilus+) protocol address(es)
        ms_bind_port_min int advanced =6800
         Lowest port number to bind daemon(s) to
        ms_bind_port_max int advanced =7300
         Highest port number to bind daemon(s) to
        ms_bind_retry_count int advanced =3
         Number of attempts to make while bind(2)ing to a port
        ms_bind_retry_delay int advanced =5
         Delay between bind(2) attempts (seconds)
        ms_bind_before_connect bool advanced
         Call bind(2) on client sockets
        ms_tcp_listen_backlog int advanced =512
         Size of queue of incoming connections for accept(2)
        ms_connection_ready_timeout uint advanced =10
         Time before we declare a not yet ready connection as dead (seconds)
        ms_connection_idle_timeout uint advanced =900
         Time before an idle connection is closed (seconds)
        ms_pq_max_tokens_per_priority uint dev =16777216
        ms_pq_min_cost size dev =65536
        ms_inject_socket_failures uint dev
         Inject a socket failure every Nth socket operation
        ms_inject_delay_type str dev !runtime
         Entity type to inject delays for
        ms_inject_delay_max float dev =1
         Max delay to inject
        ms_inject_delay_probability float dev
        ms_inject_internal_delays float dev
         Inject various internal delays to induce races (seconds)
        ms_blackhole_osd bool dev
        ms_blackhole_mon bool dev
        ms_blackhole_mds bool dev
        ms_blackhole_mgr bool dev
        ms_blackhole_client bool dev
        ms_dump_on_send bool advanced
         Hexdump message to debug log on message send
        ms_dump_corrupt_message_level int advanced =1
         Log level at which to hexdump corrupt messages we receive
        ms_async_op_threads uint advanced <1 >24 =3
         Threadpool size for AsyncMessenger (ms_type=async)
        ms_async_reap_threshold uint dev <1 =5
         number of deleted connections before we reap
        ms_async_rdma_device_name str advanced
        ms_async_rdma_enable_hugepage bool advanced
        ms_async_rdma_buffer_size size advanced =131072
        ms_async_rdma_send_buffers uint advanced =1024
        ms_async_rdma_receive_buffers uint advanced =32768
        ms_async_rdma_receive_queue_len uint advanced =4096
        ms_async_rdma_support_srq bool advanced =true
        ms_async_rdma_port_num uint advanced =1
        ms_async_rdma_polling_us uint advanced =1000
        ms_async_rdma_gid_idx int advanced
         use gid_idx to select GID for choosing RoCEv1 or RoCEv2
        ms_async_rdma_local_gid str advanced
        ms_async_rdma_roce_ver int advanced =1
        ms_async_rdma_sl int advanced =3
        ms_async_rdma_dscp int advanced =96
        ms_max_accept_failures int advanced =4
         The maximum number of consecutive failed accept() calls before considering the daemon is \
        misconfigured and abort it.
        ms_async_rdma_cm bool advanced
        ms_async_rdma_type str advanced =ib
        ms_dpdk_port_id int advanced
        ms_dpdk_coremask str advanced &ms_async_op_threads =0xF
        ms_dpdk_memory_channel str advanced =4
        ms_dpdk_hugepages str advanced
        ms_dpdk_pmd str advanced
        ms_dpdk_host_ipv4_addr str advanced
        ms_dpdk_gateway_ipv4_addr str advanced
        ms_dpdk_netmask_ipv4_addr str advanced
        ms_dpdk_lro bool advanced =true
        ms_dpdk_hw_flow_control bool advanced =true
        ms_dpdk_hw_queue_weight float advanced =1
        ms_dpdk_debug_allow_loopback bool dev
        ms_dpdk_rx_buffer_count_per_core int advanced =8192
        inject_early_sigterm bool dev
         send ourselves a SIGTERM early during startup
        """
}
