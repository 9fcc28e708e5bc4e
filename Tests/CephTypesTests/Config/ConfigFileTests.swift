import CephTypes
import Testing

struct ConfigFileTests {
    /// Each with what `config assimilate-conf` said of it.
    @Test(arguments: [
        ("[global]\na = 5", "expected '<empty_line>' in line 2 at position 6\n"),
        ("[global\na = 5\n", "expected '\"]\"' in line 1 at position 8\n"),
        ("[global]\nmon_lease\n", "expected '<eoi>' in line 2 at position 1\n"),
        ("[global]\n= 5\n", "expected '<eoi>' in line 2 at position 1\n"),
        ("[global]\nmon_lease = \"5\n", "expected '\"\"\"' in line 2 at position 15\n"),
        ("[global]\nmon_lease = \"5\" x\n", "expected '<empty_line>' in line 2 at position 16\n"),
        ("[]\na=b\n", "expected '<difference><unnamed-rule>\"]\"' in line 1 at position 2\n"),
        ("[global] x\na=b\n", "expected '<empty_line>' in line 1 at position 9\n"),
        (" [global]\na=b\n", "expected '<eoi>' in line 1 at position 1\n"),
        ("x\n", "expected '<eoi>' in line 1 at position 1\n"),
        ("[g]\na[b = c\n", "expected '<eoi>' in line 2 at position 1\n"),
        ("[g]\na=\\\n", "expected '<empty_line>' in line 3 at position 1\n"),
        ("[g]]\n", "expected '<empty_line>' in line 1 at position 4\n"),
        ("a = b\n[g]\nc = d\n", "expected '<eoi>' in line 2 at position 1\n"),
        ("[g]\n c = d\n[h]\n e\n", "expected '<eoi>' in line 4 at position 1\n"),
        ("[g]\nc = \"a\\\nb\"\n", "expected '\"\"\"' in line 2 at position 8\n"),
        ("[g]\nc = \"a;b#c\"\n", "expected '\"\"\"' in line 2 at position 7\n"),
        ("[g]\nc = 'a\n", "expected '\"'\"' in line 2 at position 7\n"),
        ("[g#x]\nc=d\n", "expected '\"]\"' in line 1 at position 6\n"),
        ("[g]\nc;d = e\n", "expected '<eoi>' in line 2 at position 1\n"),
        ("[g]\nc = d\\", "expected '<empty_line>' in line 2 at position 7\n"),
        ("[g]", "expected '<empty_line>' in line 1 at position 4\n"),
        ("[g]\nc = d\n[", "expected '<difference><unnamed-rule>\"]\"' in line 3 at position 2\n"),
        ("[g]\nc = d\\\ne\n=f\n", "expected '<eoi>' in line 4 at position 1\n"),
    ])
    func `A broken file is refused in Ceph's words`(_ text: String, _ words: String) {
        #expect(throws: ConfigFileError("parse error: \(words)")) { try ConfigFile(text) }
    }

    @Test func `Bytes that are no text are refused`() {
        for bytes: [UInt8] in [[0xff, 0x0a], [0xe2, 0x82, 0x0a]] {
            let error = ConfigFileError("parse error: invalid UTF-8 found at line 2")
            #expect(throws: error) { try ConfigFile(bytes: Array("[g]\na = ".utf8) + bytes) }
        }
    }

    /// Each with what it says: sections, keys and values.
    @Test(arguments: [
        ("", ""), ("\n", ""), ("#x", ""), ("\\\n[g]\n", "[g]"), ("x = 6\n", "[global]x:6"),
        ("[global] # x\na=b\n", "[global]a:b"), ("[g]\na=b\n[g]\na=c\n", "[g]a:c"),
        ("[glo bal]\na = b\n", "[glo bal]a:b"), ("[a]\n\n\n[b]\nc = d\\\ne\n", "[a][b]c:de"),
        ("[g]\na = b \\# c # d\n", "[g]a:b # c"), ("[g]\r\na = b\r\nc = \"d\"\r\n", "[g]a:bc:d"),
        ("[g]\na=b=c\n", "[g]a:b=c"), ("[g]\n  a  b\tc = d  e  \n", "[g]a_b_c:d  e"),
        ("[g]\na = 'b\"c'\n\n[h]\nx=y\n", "[g]a:b\"c[h]x:y"), ("[g]\na = b ; c\n;x\n#y\n", "[g]a:b"),
        ("[g\\]x]\nc=d\n", "[g]x]c:d"), ("[g]\nc\\=d = e\n", "[g]c\\=d:e"), ("[g]\nc = \" a \"\n", "[g]c:a"),
        ("[g]\nc = a\"b\"c\n", "[g]c:a\"b\"c"), ("[g]\nc = \"a\\\"b\"\n", "[g]c:a\"b"),
        ("[g]\n\\\nc = d\n", "[g]c:d"), ("[g]\nc = d # \\\ne = f\n", "[g]c:de:f"), ("[g]\na = \n", "[g]a:"),
    ])
    func `A file says what it says to Ceph`(_ text: String, _ meaning: String) throws {
        let found = try ConfigFile(text).sections.map { name, values in
            "[\(name)]" + values.map { "\($0):\($1)" }.joined()
        }
        #expect(found.joined() == meaning)
    }
}
