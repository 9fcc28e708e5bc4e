import CephEncoding
import CephTypes

extension CrushMap {
    /// `host 'h1'`, `osd.3`
    func historyName(_ item: Int32) -> String {
        if item >= 0 { return itemNames[item] ?? "osd.\(item)" }
        let type = bucket(item).flatMap { typeNames[Int32($0.type)] } ?? "bucket"
        return itemNames[item].map { "\(type) '\($0)'" } ?? "\(type) \(item)"
    }

    func compare(with old: CrushMap, _ list: inout ChangeList) {
        var changes = ChangeList()
        compareItems(old, &changes)
        compareRules(old, &changes)
        compareClasses(old, &changes)
        changes.compare("tunable ", fields: old.tunableFields, tunableFields)
        compareWeightSets(old, &changes)
        let types = MapComparison(old.typeNames, typeNames)
        for (_, name) in types.added where !old.typeNames.isEmpty { changes.add("type '\(name)' added") }
        for (_, name) in types.removed { changes.add("type '\(name)' removed") }
        if changes.isEmpty { changes.add("changed in its inner form") }
        list.add(changes.lines.map { "crush: \($0)" })
    }

    /// Where an item is, and how much it counts there. Class trees follow the drawn one and are left out.
    private typealias Places = CephMap<Int32, CephMap<Int32, UInt32>>

    private func places() -> Places {
        var found: [Int32: CephMap<Int32, UInt32>] = [:]
        for bucket in existingBuckets where !isShadow(bucket.id) {
            for (position, item) in bucket.items.enumerated() {
                found[item, default: [:]][bucket.id] = bucket.itemWeight(at: position)
            }
        }
        return CephMap(found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private func compareItems(_ old: CrushMap, _ list: inout ChangeList) {
        let (before, after) = (old.places(), places())
        for bucket in existingBuckets where !isShadow(bucket.id) {
            guard let previous = old.bucket(bucket.id) else {
                list.add("\(historyName(bucket.id)) added\(whereabouts(after[bucket.id]))")
                continue
            }
            compare(bucket, previous, old, &list)
        }
        for bucket in old.existingBuckets where !old.isShadow(bucket.id) && self.bucket(bucket.id) == nil {
            list.add("\(old.historyName(bucket.id)) removed")
        }
        comparePlaces(before, after, old, &list)
    }

    private func compare(
        _ bucket: CrushBucket, _ previous: CrushBucket, _ old: CrushMap, _ list: inout ChangeList
    ) {
        let (before, after) = (old.historyName(bucket.id), historyName(bucket.id))
        if before != after { list.add("\(before) renamed to \(after)") }
        list.compare("\(after) algorithm", previous.algorithm.name, bucket.algorithm.name)
    }

    private func comparePlaces(_ before: Places, _ after: Places, _ old: CrushMap, _ list: inout ChangeList) {
        let comparison = MapComparison(before, after)
        // A new bucket has its place told with it.
        for (item, places) in comparison.added where item >= 0 || old.bucket(item) != nil {
            list.add("\(historyName(item)) placed\(whereabouts(places))")
        }
        for (item, places) in comparison.removed where item >= 0 || bucket(item) != nil {
            list.add("\(old.historyName(item)) taken\(old.whereabouts(places).replacingPreposition)")
        }
        for (item, before, after) in comparison.changed {
            if before.keys != after.keys {
                list.add(
                    "\(historyName(item)) moved\(old.whereabouts(before).replacingPreposition)"
                        + " to\(whereabouts(after).dropFirst(3))")
            } else if item >= 0 {
                // Weights of buckets follow from these.
                for (bucket, old, new) in MapComparison(before, after).changed {
                    list.add(
                        "\(historyName(item)) weight \(weightText(old)) → \(weightText(new))\(whereText(bucket))"
                    )
                }
            }
        }
    }

    private func whereText(_ bucket: Int32) -> String { " in \(historyName(bucket))" }

    /// ` in host 'h1' with weight 1`
    private func whereabouts(_ places: CephMap<Int32, UInt32>?) -> String {
        guard let places, !places.isEmpty else { return "" }
        let texts = places.map { bucket, weight in "\(historyName(bucket)) with weight \(weightText(weight))"
        }
        return " in \(texts.joined(separator: " and "))"
    }

    private func compareRules(_ old: CrushMap, _ list: inout ChangeList) {
        for number in 0..<max(rules.count, old.rules.count) {
            let name = ruleNames[Int32(number)] ?? old.ruleNames[Int32(number)] ?? ""
            switch (old.rule(number), rule(number)) {
            case (nil, .some): list.add("rule '\(name)' (\(number)) added")
            case (.some, nil): list.add("rule '\(name)' (\(number)) removed")
            case (let before?, let after?):
                if before != after { list.add("rule '\(name)' (\(number)) changed") }
                let previous = old.ruleNames[Int32(number)] ?? ""
                if previous != name { list.add("rule '\(previous)' renamed to '\(name)'") }
            case (nil, nil): break
            }
        }
    }

    private func compareClasses(_ old: CrushMap, _ list: inout ChangeList) {
        let devices = Set(itemClasses.keys + old.itemClasses.keys).filter { $0 >= 0 }.sorted()
        for device in devices {
            list.compare(
                "\(historyName(device)) class", old.className(of: device) ?? "", className(of: device) ?? "")
        }
        let classes = Set(classNames.values)
        let before = Set(old.classNames.values)
        for name in classes.subtracting(before).sorted() { list.add("class '\(name)' added") }
        for name in before.subtracting(classes).sorted() { list.add("class '\(name)' removed") }
    }

    private var tunableFields: [(String, String)] {
        [
            ("choose_local_tries", "\(tunables.chooseLocalTries)"),
            ("choose_local_fallback_tries", "\(tunables.chooseLocalFallbackTries)"),
            ("choose_total_tries", "\(tunables.chooseTotalTries)"),
            ("chooseleaf_descend_once", "\(tunables.chooseLeafDescendOnce)"),
            ("chooseleaf_vary_r", "\(tunables.chooseLeafVaryR)"),
            ("chooseleaf_stable", "\(tunables.chooseLeafStable)"),
            ("straw_calc_version", "\(tunables.strawCalcVersion)"),
            ("allowed_bucket_algs", "\(tunables.allowedBucketAlgorithms)"),
        ]
    }

    private func compareWeightSets(_ old: CrushMap, _ list: inout ChangeList) {
        func label(_ pool: Int64) -> String {
            pool == CrushChooseArgs.defaultIndex ? "compat" : "of pool \(pool)"
        }
        let comparison = MapComparison(old.chooseArgs, chooseArgs)
        for (pool, _) in comparison.added { list.add("weight-set (\(label(pool))) created") }
        for (pool, _) in comparison.removed { list.add("weight-set (\(label(pool))) removed") }
        for (pool, before, after) in comparison.changed {
            let items = changedWeights(before, after, old)
            let text = items.count == 1 ? items[0] : counted(items.count, "weight")
            list.add("weight-set (\(label(pool))) changed: \(items.isEmpty ? "its buckets" : text)")
        }
    }

    /// The devices whose weight differs in two weight sets.
    private func changedWeights(_ before: CrushChooseArgs, _ after: CrushChooseArgs, _ old: CrushMap)
        -> [String]
    {
        var texts: [String] = []
        for bucket in existingBuckets
        where !isShadow(bucket.id) && old.bucket(bucket.id)?.items == bucket.items {
            guard let left = before[bucket: bucket.id]?.weightSets.first,
                let right = after[bucket: bucket.id]?.weightSets.first
            else { continue }
            for (item, (old, new)) in zip(bucket.items, zip(left, right)) where item >= 0 && old != new {
                texts.append("\(historyName(item)) \(weightText(old)) → \(weightText(new))")
            }
        }
        return texts
    }
}

extension String {
    /// ` in x` as ` from x`.
    fileprivate var replacingPreposition: String { hasPrefix(" in ") ? " from " + dropFirst(4) : self }
}
