/// Texts with most of what their grammars have, to be damaged.
enum SeedTexts {
    static let crush = [
        """
        # begin crush map
        tunable choose_local_tries 0
        tunable choose_total_tries 50
        tunable chooseleaf_vary_r 1
        tunable straw_calc_version 1
        tunable allowed_bucket_algs 54
        device 0 osd.0 class ssd
        device 1 osd.1 class hdd
        device 2 osd.2
        device 5 osd.5 class hdd
        type 0 osd
        type 1 host
        type 2 rack
        type 11 root
        host a {
        \tid -2
        \tid -5 class ssd
        \talg straw2
        \thash 0 # rjenkins1
        \titem osd.0 weight 1.000
        \titem osd.1 weight 0.500
        }
        host b {
        \tid -3
        \talg list
        \thash 0
        \titem osd.2 weight 1.000
        \titem osd.5 weight 2.250
        }
        rack r { id -4 alg straw hash 0 item a weight 1.5 item b weight 3.25 }
        root default { id -1 alg tree hash 0 item r weight 4.75 }
        rule replicated_rule {
        \tid 0
        \ttype replicated
        \tmin_size 1
        \tmax_size 10
        \tstep take default class ssd
        \tstep chooseleaf firstn 0 type host
        \tstep emit
        }
        rule coded {
        \tid 1
        \ttype erasure
        \tmin_size 3
        \tmax_size 6
        \tstep set_chooseleaf_tries 5
        \tstep set_choose_tries 100
        \tstep take default
        \tstep choose indep 2 type rack
        \tstep chooseleaf indep -1 type host
        \tstep emit
        }
        choose_args 18446744073709551615 {
          {
            bucket_id -2
            weight_set [
              [ 1.000 0.250 ]
              [ 0.500 0.750 ]
            ]
            ids [ -20 7 ]
          }
        }
        # end crush map
        """,
        """
        device 0 osd.0
        device 1 osd.1
        device 2 osd.2
        type 0 osd
        type 1 host
        type 2 root
        host x { alg uniform item osd.0 weight 1 item osd.1 weight 1 }
        root y { alg straw2 item x item osd.2 weight 3 }
        rule { ruleset 0 type replicated min_size 1 max_size 3 step take y step choose firstn 0 type osd step emit }
        """,
    ]

    static let keyRings = [
        """
        [mon.]
        \tkey = AQBHXqJkAAAAABAAJ4r5xTy9mXZ1RvTzkzZJYg==
        \tcaps mon = "allow *"
        [client.admin]
        \tkey = AQBIXqJkAAAAABAAYUoEyKzZ4oV6f2lN1H0PWA==
        \tauid = 0
        \tcaps mds = "allow *"
        \tcaps mgr = "allow profile \\"x\\" a=b"
        \tcaps osd = "allow rwx pool=a, \\
        allow r"
        ; a comment
        [global]
        \tfsid = x
        """
    ]

    static let capabilities: [(service: String, seeds: [String])] = [
        (
            "mon",
            [
                "allow *", "allow rwx, allow command \"config-key get\" with key prefix \"mgr/\"",
                "allow profile osd network 10.0.0.0/8; allow r fsname=a",
                "allow service mon r; allow command \"osd pool create\" with pool=a size regex \"[0-9]+(a|b)*$\"",
                "profile rbd-read-only, allow service osd rw network [fe80::1]/64",
            ]
        ),
        (
            "osd",
            [
                "allow *", "allow rwx pool=a namespace=b object_prefix c network 1.2.3.4/8",
                "allow class-read class-write pool a, profile rbd pool=b",
                "allow class rbd info pool=x; allow rw namespace=* tag cephfs data=*",
            ]
        ),
        (
            "mds",
            [
                "allow *", "allow rw path=/a uid=1 gids=1,2 fsname=b",
                "allow rwps network 10.0.0.0/8 root_squash",
            ]
        ),
        (
            "mgr",
            [
                "allow *", "profile dashboard network 1.2.3.0/24", "allow module a with k=v x prefix y r",
                "allow service x rw, allow command \"a b\" with c regex \"d\"",
            ]
        ),
    ]
}
