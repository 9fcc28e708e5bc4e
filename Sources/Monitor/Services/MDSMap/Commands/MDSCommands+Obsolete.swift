import CephTypes

// Commands of before there were several file systems, which are still listed, and refused.

extension MDSMapService {
    private static func obsolete(_ signature: String, _ help: String, write: Bool = true) -> Command {
        let refusal = CommandError(
            .notSupported, "command is obsolete; please check usage and/or man page")
        guard write else {
            return .read(signature, help: help, module: "mds", flags: .obsolete) {
                (_: MDSMapService, _) in throw refusal
            }
        }
        return .write(signature, help: help, module: "mds", flags: .obsolete) { (_: MDSMapService, _) in
            throw refusal
        }
    }

    static let obsoleteCommands: [Command] = [
        obsolete(
            "mds dump name=epoch,type=CephInt,req=false,range=0",
            "dump legacy MDS cluster info, optionally from epoch", write: false),
        obsolete(
            "mds getmap name=epoch,type=CephInt,req=false,range=0",
            "get MDS map, optionally from epoch", write: false),
        obsolete(
            "mds tell name=who,type=CephString name=args,type=CephString,n=N",
            "send command to particular mds"),
        obsolete("mds stop name=role,type=CephString", "stop mds"),
        obsolete(
            "mds deactivate name=role,type=CephString",
            "clean up specified MDS rank (use with `set max_mds` to shrink cluster)"),
        obsolete("mds set_max_mds name=maxmds,type=CephInt,range=0", "set max MDS index"),
        obsolete(
            "mds set name=var,type=CephChoices,strings=max_mds|max_file_size|inline_data|allow_new_snaps|"
                + "allow_multimds|allow_multimds_snaps|allow_dirfrags name=val,type=CephString "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
            "set mds parameter <var> to <val>"),
        obsolete("mds cluster_down", "take MDS cluster down"),
        obsolete("mds cluster_up", "bring MDS cluster up"),
        obsolete("mds add_data_pool name=pool,type=CephString", "add data pool <pool>"),
        obsolete("mds rm_data_pool name=pool,type=CephString", "remove data pool <pool>"),
        obsolete("mds remove_data_pool name=pool,type=CephString", "remove data pool <pool>"),
        obsolete(
            "mds newfs name=metadata,type=CephInt,range=0 name=data,type=CephInt,range=0 "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
            "make new filesystem using pools <metadata> and <data>"),
    ]
}
