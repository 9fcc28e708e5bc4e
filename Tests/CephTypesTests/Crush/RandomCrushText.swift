import SeededRandom

/// A random map as text: devices in hosts in racks in a root, every bucket with an algorithm of its own,
/// with tunables, classes, rules and choose_args.
struct RandomCrushText {
    private var random: SeededRandom
    private(set) var text = "# a random map\n"
    private var devices: [String] = []
    private var sizes: [(id: Int, size: Int, isStraw2: Bool)] = []
    private var nextID = -1
    private let hasClasses: Bool

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        // Ceph cannot make shadow trees of uniform buckets with items.
        hasClasses = seed % 3 != 0
        writeTunables()
        writeDevices()
        let racks = writeHostsAndRacks()
        writeBucket(type: "root", name: "root", members: racks)
        writeRules()
        if seed % 4 == 1 { writeChooseArgs() }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private mutating func writeTunables() {
        let legacy = chance(30)
        text += "tunable choose_local_tries \(legacy ? 2 : number(0...2))\n"
        text += "tunable choose_local_fallback_tries \(legacy ? 5 : chance(30) ? number(1...6) : 0)\n"
        text += "tunable choose_total_tries \(number(5...60))\n"
        text += "tunable chooseleaf_descend_once \(number(0...1))\n"
        text += "tunable chooseleaf_vary_r \(number(0...4))\n"
        text += "tunable chooseleaf_stable \(number(0...1))\n"
        text += "tunable straw_calc_version \(number(0...1))\n"
        text += "tunable allowed_bucket_algs 54\n"
    }

    private mutating func writeDevices() {
        for id in 0..<number(4...40) {
            devices.append("osd.\(id)")
            let className = hasClasses && chance(80) ? " class \(["hdd", "ssd", "nvme"][number(0...2)])" : ""
            text += "device \(id) osd.\(id)\(className)\n"
        }
        text += "type 0 osd\ntype 1 host\ntype 2 rack\ntype 7 root\n"
    }

    private mutating func writeHostsAndRacks() -> [String] {
        var hosts: [String] = []
        var waiting = devices
        while !waiting.isEmpty {
            let members = Array(waiting.prefix(number(1...7)))
            waiting.removeFirst(members.count)
            hosts.append("host\(hosts.count)")
            writeBucket(type: "host", name: "host\(hosts.count - 1)", members: members)
        }
        var racks: [String] = []
        while !hosts.isEmpty {
            let members = Array(hosts.prefix(number(1...4)))
            hosts.removeFirst(members.count)
            racks.append("rack\(racks.count)")
            writeBucket(type: "rack", name: "rack\(racks.count - 1)", members: members)
        }
        return racks
    }

    private mutating func writeBucket(type: String, name: String, members: [String]) {
        let kinds =
            hasClasses
            ? ["list", "tree", "straw", "straw2", "straw2"] : ["uniform", "list", "tree", "straw", "straw2"]
        let kind = kinds[number(0...4)]
        text += "\(type) \(name) {\n\tid \(nextID)\n\talg \(kind)\n\thash 0\n"
        let uniform = number(1...4)
        for member in members {
            let isDevice = member.hasPrefix("osd")
            text += "\titem \(member)"
            if kind == "uniform" {
                text += " weight \(uniform).5"
            } else if isDevice || chance(30) {
                text += chance(10) ? " weight 0" : " weight \(number(0...9)).\(number(1...999))"
            }
            text += "\n"
        }
        text += "}\n"
        sizes.append((nextID, members.count, kind == "straw2"))
        nextID -= 1
    }

    private mutating func writeRules() {
        let types = ["osd", "host", "rack"]
        for id in 0..<4 {
            text +=
                "rule rule\(id) {\n id \(id)\n type \(id % 2 == 0 ? "replicated" : "erasure")\n min_size 1\n max_size 9\n"
            if chance(30) { text += " step set_choose_tries \(number(1...100))\n" }
            if chance(30) { text += " step set_chooseleaf_tries \(number(1...9))\n" }
            if chance(20) { text += " step set_chooseleaf_vary_r \(number(0...3))\n" }
            if chance(20) { text += " step set_chooseleaf_stable \(number(0...1))\n" }
            if chance(20) { text += " step set_choose_local_tries \(number(0...3))\n" }
            if chance(20) { text += " step set_choose_local_fallback_tries \(number(0...5))\n" }
            for _ in 0..<number(1...2) {
                text += " step take root\n"
                let mode = chance(50) ? "firstn" : "indep"
                switch number(0...2) {
                case 0: text += " step chooseleaf \(mode) \(number(-1...3)) type \(types[number(0...2)])\n"
                case 1: text += " step choose \(mode) \(number(-1...3)) type osd\n"
                default:
                    text += " step choose \(mode) \(number(0...3)) type \(types[number(1...2)])\n"
                    text +=
                        " step \(chance(50) ? "choose" : "chooseleaf") \(mode) \(number(0...2)) type osd\n"
                }
                text += " step emit\n"
            }
            text += "}\n"
        }
    }

    private mutating func writeChooseArgs() {
        text += "choose_args \(chance(50) ? "0" : "18446744073709551615") {\n"
        let positions = number(1...3)
        for bucket in sizes where bucket.isStraw2 && chance(80) {
            text += " { bucket_id \(bucket.id) weight_set [ "
            for _ in 0..<positions {
                text +=
                    "[ "
                    + (0..<bucket.size).map { _ in "\(number(0...5)).\(number(0...9))" }.joined(
                        separator: " ") + " ] "
            }
            text += "]"
            if chance(30) {
                text +=
                    " ids [ " + (0..<bucket.size).map { _ in String(number(-90...90)) }.joined(separator: " ")
                    + " ]"
            }
            text += " }\n"
        }
        text += "}\n"
    }
}
