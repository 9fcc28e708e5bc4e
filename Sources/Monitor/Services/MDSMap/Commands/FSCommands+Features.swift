import CephEncoding
import CephTypes

// What a file system asks of its servers and clients (src/mon/FSCommands.cc).

extension MDSMapService {
    static let filesystemFeatureCommands: [Command] = [
        changeFilesystem(
            "fs compat name=fs_name,type=CephString "
                + "name=subop,type=CephChoices,strings=rm_compat|rm_incompat|add_compat|add_incompat "
                + "name=feature,type=CephInt name=feature_str,type=CephString,req=false",
            help: "manipulate compat settings", module: "fs"
        ) { service, filesystem, call in try service.changeCompat(of: filesystem, call) },
        changeFilesystem(
            "fs required_client_features name=fs_name,type=CephString "
                + "name=subop,type=CephChoices,strings=add|rm name=val,type=CephString",
            help: "add/remove required features of clients", module: "mds"
        ) { service, filesystem, call in try service.changeClientFeatures(of: filesystem, call) },
    ]

    private func changeCompat(of filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        let operation = try call.arguments.string("subop") ?? ""
        let parts = operation.split(separator: "_")
        let isCompat = parts.last == "compat"
        guard parts.count == 2, ["add", "rm"].contains(parts[0]), isCompat || parts[1] == "incompat" else {
            throw CommandError(
                .invalid,
                "subop `\(operation)' not recognized. Must be one of: "
                    + "add_compat,add_incompat,rm_compat,rm_incompat")
        }
        // Ceph's monitor ends at a number of more than 63.
        guard let id = try call.arguments.int("feature"), (1...62).contains(id) else {
            throw CommandError(.invalid, "Invalid feature")
        }
        guard filesystem.mdsMap.up.isEmpty else {
            throw CommandError(
                .busy, "file system must be failed or down; use `ceph fs fail` to bring down")
        }
        let name = parts[0] == "add" ? try call.arguments.string("feature_str") ?? "" : nil
        var compat = filesystem.mdsMap.compat
        let kind = String(parts[1])
        let status =
            isCompat
            ? try change(&compat.compat, kind, UInt64(id), named: name)
            : try change(&compat.incompat, kind, UInt64(id), named: name)
        pending.modifyFilesystem(filesystem.fscid) { $0.mdsMap.compat = compat }
        return .done(status)
    }

    /// - Parameter name: of the feature to add; nil to remove one.
    private func change(
        _ features: inout CompatSet.FeatureSet, _ kind: String, _ id: UInt64, named name: String?
    ) throws -> String {
        guard let name else {
            guard features.contains(id) else { return "already removed \(kind) feature \(id)" }
            features.remove(id)
            return "removed \(kind) feature \(id)"
        }
        guard !name.isEmpty else {
            throw CommandError(.invalid, "adding a feature requires a feature string")
        }
        if let present = features.names[id] {
            guard present == name else {
                throw CommandError(.exists, "feature with differing name `\(present)' exists")
            }
            return "feature already exists"
        }
        features.insert(CompatSet.Feature(id, name))
        return "added \(kind) feature F(\(id), \"\(name)\")"
    }

    private func changeClientFeatures(
        of filesystem: Filesystem, _ call: CommandCall
    ) throws -> CommandOutcome {
        let operation = try call.arguments.string("subop") ?? ""
        guard operation == "add" || operation == "rm" else {
            throw CommandError(
                .invalid, "Must either add or rm a feature; \(operation) is not recognized")
        }
        let bit = try clientFeature(try call.arguments.string("val") ?? "")
        let name = FSFeatures.names[bit]
        let isAdded = operation == "add"
        let isSet = filesystem.mdsMap.requiredClientFeatures.contains(bit)
        pending.modifyFilesystem(filesystem.fscid) {
            if isAdded {
                $0.mdsMap.requiredClientFeatures.insert(bit)
            } else {
                $0.mdsMap.requiredClientFeatures.remove(bit)
            }
        }
        switch (isAdded, isSet) {
        case (true, true): return .done("feature '\(name)' is already set")
        case (true, false): return .done("added feature '\(name)' to required_client_features")
        case (false, true): return .done("removed feature '\(name)' from required_client_features")
        case (false, false): return .done("feature '\(name)' is already unset")
        }
    }

    private func clientFeature(_ text: String) throws -> Int {
        guard !text.isEmpty else { throw CommandError(.invalid, "Missing feature id/name") }
        if let bit = FSFeatures.bit(named: text) { return bit }
        guard let number = try? StrictInteger.parse32(text) else {
            throw CommandError(.invalid, "Invalid feature name: \(text)")
        }
        guard FSFeatures.names.indices.contains(Int(number)) else {
            throw CommandError(.invalid, "Invalid feature id: \(number)")
        }
        return Int(number)
    }
}
