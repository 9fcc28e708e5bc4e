import CephEncoding

extension CrushMap {
    /// Adds a rule that puts each copy under another bucket of a type (`add_simple_rule`).
    /// - Parameters:
    ///   - rootName: the name of the item to start from.
    ///   - failureDomain: a type's name; empty: devices.
    ///   - deviceClass: empty: any device.
    ///   - isFirstN: as replicated pools want it; else indep.
    ///   - number: nil for the lowest that is free.
    /// - Returns: the rule's number.
    @discardableResult
    public mutating func addSimpleRule(
        named name: String, root rootName: String, failureDomain: String, deviceClass: String = "",
        isFirstN: Bool, type: UInt8, number: Int? = nil
    ) throws -> Int {
        guard rule(named: name) == nil else { throw CrushEditError(.exists, "rule \(name) exists") }
        if let number, rule(number) != nil {
            throw CrushEditError(.exists, "rule with ruleno \(number) exists")
        }
        guard var root = item(named: rootName) else {
            throw CrushEditError(.notFound, "root item \(rootName) does not exist")
        }
        var domain: Int32 = 0
        if !failureDomain.isEmpty {
            guard let found = self.type(named: failureDomain) else {
                throw CrushEditError(.invalid, "unknown type \(failureDomain)")
            }
            domain = found
        }
        if !deviceClass.isEmpty {
            guard let id = self.deviceClass(named: deviceClass) else {
                throw CrushEditError(.invalid, "device class \(deviceClass) does not exist")
            }
            guard let shadow = shadow(of: root, deviceClass: id) else {
                throw CrushEditError(.invalid, "root \(rootName) has no devices with class \(deviceClass)")
            }
            root = shadow
        }
        var steps: [CrushRule.Step] = []
        if !isFirstN { steps = [.init(.setChooseLeafTries, 5), .init(.setChooseTries, 100)] }
        steps.append(.init(.take, root))
        if domain == 0 {
            steps.append(.init(isFirstN ? .chooseFirstN : .chooseIndep))
        } else {
            steps.append(.init(isFirstN ? .chooseLeafFirstN : .chooseLeafIndep, 0, domain))
        }
        steps.append(.init(.emit))
        return try addRule(
            number, named: name, type: type, minSize: isFirstN ? 1 : 3, maxSize: isFirstN ? 10 : 20,
            steps: steps)
    }

    public mutating func removeRule(_ number: Int) throws {
        guard rule(number) != nil else { throw CrushEditError(.notFound, "rule \(number) does not exist") }
        rules[number] = nil
        ruleNames[Int32(number)] = nil
        try rebuildShadowTrees()
    }

    public mutating func renameRule(_ name: String, to new: String) throws {
        guard let number = rule(named: name) else {
            throw CrushEditError(.notFound, "source rule name '\(name)' does not exist")
        }
        guard rule(named: new) == nil else {
            throw CrushEditError(.exists, "destination rule name '\(new)' already exists")
        }
        ruleNames[Int32(number)] = new
    }

    /// Gives a device a class.
    /// - Returns: whether it is a new one.
    public mutating func setDeviceClass(of device: Int32, to name: String) throws -> Bool {
        guard device >= 0 else { throw CrushEditError(.invalid, "id \(device) is negative") }
        if let old = className(of: device), old != name {
            throw CrushEditError(
                .busy,
                "osd.\(device) has already bound to class '\(old)', can not reset class to '\(name)'; "
                    + "use 'ceph osd crush rm-device-class <id>' to remove old class first")
        }
        let id = try classID(makingIfNeeded: name)
        guard itemClasses[device] != id else { return false }
        itemClasses[device] = id
        try rebuildShadowTrees()
        return true
    }

    /// Takes a device's class away.
    /// - Returns: whether it had one.
    public mutating func removeDeviceClass(of device: Int32) throws -> Bool {
        guard itemNames.contains(device) else {
            throw CrushEditError(.notFound, "osd.\(device) does not have a name")
        }
        guard className(of: device) != nil else { return false }
        itemClasses[device] = nil
        try rebuildShadowTrees()
        return true
    }

    /// Rules that start from a class's tree.
    public func rules(usingClass deviceClass: Int32) -> [Int] {
        rules.indices.filter { number in
            (rules[number]?.takenItems ?? []).contains { taken in
                shadowBuckets.contains { $0.value[deviceClass] == taken }
            }
        }
    }

    /// Renames a class, and its shadow buckets with it.
    public mutating func renameClass(_ name: String, to new: String) throws {
        guard let id = deviceClass(named: name) else {
            throw CrushEditError(.notFound, "class '\(name)' does not exist")
        }
        guard deviceClass(named: new) == nil else {
            throw CrushEditError(.exists, "class '\(new)' already exists")
        }
        for (item, deviceClass) in itemClasses where item < 0 && deviceClass == id {
            guard let old = itemNames[item], let tilde = old.firstIndex(of: "~") else { continue }
            itemNames[item] = "\(old[..<tilde])~\(new)"
        }
        classNames[id] = new
    }

    /// Renames a bucket (or, with `anyItem`, a device).
    public mutating func renameBucket(_ name: String, to new: String, anyItem: Bool = false) throws {
        guard let id = item(named: name) else {
            throw CrushEditError(.notFound, "srcname = '\(name)' does not exist")
        }
        guard item(named: new) == nil else {
            throw CrushEditError(.exists, "dstname = '\(new)' already exists")
        }
        guard Self.isValidName(new) else {
            throw CrushEditError(.invalid, "dstname = '\(new)' does not match [-_.0-9a-zA-Z]+")
        }
        guard id < 0 || anyItem else {
            throw CrushEditError(
                .invalid, "srcname = '\(name)' is not a bucket because its id = \(id) is >= 0")
        }
        itemNames[id] = new
    }
}
