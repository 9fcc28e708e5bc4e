import CephEncoding
import CephTypes
import Testing

@Suite struct FormatterTests {
    private func sample(_ style: CephFormatter.Style) -> String {
        var formatter = CephFormatter(style)
        formatter.object("a store") {
            $0.string("t/q\"uote and <tag>", "<x & 'y' \"z\">")
            $0.stream("a stream", "v")
            $0.float("ratio", 0.94999998807907104)
            $0.array("none") { _ in }
        }
        return formatter.text
    }

    /// As 16.2's `config-key dump` writes names.
    @Test("Names are written as they are; XML makes blanks underscores, but not a stream's")
    func names() {
        #expect(
            sample(.json) == #"""
                {"t/q"uote and <tag>":"<x & 'y' \"z\">","a stream":"v","ratio":0.94999998807907104,"none":[]}
                """#)
        #expect(
            sample(.xml) == """
                <a_store><t/q"uote_and_<tag>>&lt;x &amp; &apos;y&apos; &quot;z&quot;&gt;</t/q"uote_and_<tag>>\
                <a stream>v</a stream><ratio>0.94999998807907104</ratio><none></none></a_store>
                """)
        #expect(sample(.xmlPretty).hasSuffix(" <none>\n </none>\n</a_store>\n\n"))
    }

    @Test("Bytes that are no UTF-8 go through names and values")
    func anyBytes() {
        let odd = String(cephBytes: [0x61, 0xff, 0xc3])
        for style in [CephFormatter.Style.json, .xml] {
            var formatter = CephFormatter(style)
            formatter.object("o") { $0.string(odd, odd) }
            #expect(formatter.bytes.filter { $0 == 0xff }.count == (style == .xml ? 3 : 2))
        }
    }

    @Test("A streamed reply has no empty lines and ends")
    func streamed() {
        #expect(CephFormatter.streamed(Array("a\n\n b\n \n".utf8)) == Array("a\n b\n \n".utf8))
        #expect(CephFormatter.streamed(Array("{}".utf8)) == Array("{}\n".utf8))
        #expect(CephFormatter.streamed([]) == [])
    }
}
