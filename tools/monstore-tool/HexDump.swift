/// Bytes as Ceph's `bufferlist::hexdump` shows them: sixteen a row, and a star for rows of zeros behind a
/// first one (src/common/buffer.cc).
enum HexDump {
    static func write(_ bytes: UnsafeRawBufferPointer, to output: inout Output) throws {
        var zerosShown = false
        var starShown = false
        var offset = 0
        while offset < bytes.count {
            let row = UnsafeRawBufferPointer(rebasing: bytes[offset..<min(offset + 16, bytes.count)])
            let isZeros = row.count == 16 && row.allSatisfy { $0 == 0 }
            if isZeros && zerosShown {
                if !starShown { try output.write("\n*") }
                starShown = true
            } else {
                zerosShown = isZeros
                starShown = false
                if offset > 0 { output.write(byte: UInt8(ascii: "\n")) }
                try write(row: row, at: offset, to: &output)
            }
            offset += 16
        }
        try output.write("\n")
        writeHex(UInt64(bytes.count), digits: 8, to: &output)
        try output.write("\n")
    }

    private static func write(row: UnsafeRawBufferPointer, at offset: Int, to output: inout Output) throws {
        writeHex(UInt64(offset), digits: 8, to: &output)
        output.write(byte: UInt8(ascii: " "))
        for index in 0..<16 {
            if index == 8 { output.write(byte: UInt8(ascii: " ")) }
            output.write(byte: UInt8(ascii: " "))
            if index < row.count {
                writeHex(UInt64(row[index]), digits: 2, to: &output)
            } else {
                try output.write("  ")
            }
        }
        try output.write("  |")
        for byte in row { output.write(byte: (0x20..<0x7f).contains(byte) ? byte : UInt8(ascii: ".")) }
        output.write(byte: UInt8(ascii: "|"))
    }

    private static func writeHex(_ number: UInt64, digits: Int, to output: inout Output) {
        for position in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(position * 4)) & 15
            output.write(byte: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
