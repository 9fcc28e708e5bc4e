extension CrushMap {
    /// Whether devices could have been chosen by a rule: each below the rule's start, no two in one failure
    /// domain (`CrushWrapper::verify_upmap`).
    public func allows(_ devices: [Int32], rule number: Int, size: Int) -> Bool {
        guard let rule = rule(number) else { return false }
        var root: Int32 = 0
        var cursor = 0
        /// Type to how many of it are chosen.
        var chosen: [Int32: Int] = [:]
        for step in rule.steps {
            switch step.operation {
            case .take: root = step.argument1
            case .chooseLeafFirstN, .chooseLeafIndep, .chooseFirstN, .chooseIndep:
                let wanted = Int(step.argument1) <= 0 ? Int(step.argument1) + size : Int(step.argument1)
                let type = step.argument2
                chosen[type] = chosen[type] ?? wanted
                guard type != 0 else { continue }
                let domains = domains(of: devices, type: type, rule: number)
                let isLeafStep =
                    step.operation == .chooseLeafFirstN || step.operation == .chooseLeafIndep
                let isAllowed =
                    isLeafStep ? domains.values.allSatisfy { $0.count <= 1 } : domains.count <= wanted
                guard isAllowed else { return false }
            case .emit:
                guard checkRoot(root, of: devices, &cursor, counts: chosen.values) else { return false }
                chosen = [:]
                root = 0
            default: break
            }
        }
        return true
    }

    /// Distinct devices by their bucket of a type; those without one are left out.
    private func domains(of devices: [Int32], type: Int32, rule: Int) -> [Int32: Set<Int32>] {
        var domains: [Int32: Set<Int32>] = [:]
        for device in devices {
            guard let parent = ancestor(of: device, type: type, inRule: rule) else { continue }
            domains[parent, default: []].insert(device)
        }
        return domains
    }

    private func checkRoot(
        _ root: Int32, of devices: [Int32], _ cursor: inout Int, counts: some Sequence<Int>
    ) -> Bool {
        guard root < 0 else { return true }
        var count = 1
        for factor in counts { count = count.multipliedReportingOverflow(by: max(0, factor)).partialValue }
        let below = Set(subtree(of: root).lazy.filter { $0 >= 0 })
        var left = max(0, count)
        while cursor < devices.count, left > 0 {
            guard below.contains(devices[cursor]) else { return false }
            cursor += 1
            left -= 1
        }
        return true
    }
}
