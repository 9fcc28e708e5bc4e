import FoundationEssentials

/// What the kernel says this process takes.
struct ProcessMemory {
    var resident: UInt64 = 0
    var peak: UInt64 = 0

    static var current: ProcessMemory {
        var memory = ProcessMemory()
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { " \t".contains($0) })
            guard words.count >= 2, let kilobytes = UInt64(words[1]) else { continue }
            if words[0] == "VmRSS:" { memory.resident = kilobytes &* 1024 }
            if words[0] == "VmHWM:" { memory.peak = kilobytes &* 1024 }
        }
        return memory
    }
}
