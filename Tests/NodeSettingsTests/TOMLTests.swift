import NodeSettings
import Testing

/// What the reader of the file makes of TOML, seen through the settings.
@Suite("TOML")
struct TOMLTests {
    private func moniker(_ value: String) throws -> String {
        try NodeConfiguration.of("proxy_app = \(value)").configuration.applicationAddress
    }

    @Test(
        "Texts in all four kinds of quotes",
        arguments: [
            (#""a""#, "a"), (#"'a\n'"#, #"a\n"#), (#""\b\t\n\f\r\"\\\u00e9\U0001F600""#, "\u{8}\t\n\u{C}\r\"\\é😀"),
            ("\"\"\"a\nb\"\"\"", "a\nb"), ("\"\"\"\na\"\"\"", "a"), ("\"\"\"\r\na\"\"\"", "a"),
            ("\"\"\"a \\\n\n   b\"\"\"", "a b"), ("\"\"\"a\\  \n b\"\"\"", "ab"), ("'''a\\\nb'''", "a\\\nb"),
            ("\"\"\"\"a\"\"\"\"", "\"a\""), ("\"\"\"a\"\"\"\"\"", "a\"\""), ("''''a'''''", "'a''"), ("''''''", ""),
            ("\"\"", ""), ("''", ""), ("\"#\" # comment", "#"),
        ])
    func texts(text: String, expected: String) throws {
        #expect(try moniker(text) == expected)
    }

    @Test(
        "Texts that are none",
        arguments: [
            "\"a", "'a", "\"a\nb\"", "\"\"\"a", "'''a", "\"\"\"a\"\"", #""\x""#, #""\u12""#, #""\ud800""#, #""\"#,
            "\"\\\nb\"",
            "\"\"\"a\"\"\"\"\"\"", "\"\"\"\\ a\"\"\"", "\"a\u{1}\"", "a", "\"a\" b", "\"a\" \"b\"",
        ])
    func noTexts(text: String) {
        #expect(NodeConfiguration.error("proxy_app = \(text)") != nil)
    }

    @Test(
        "Integers",
        arguments: [
            ("0", 0), ("+0", 0), ("-0", 0), ("1_000", 1000), ("0x_f", nil), ("0xfF", 255), ("0o17", 15), ("0b101", 5),
            ("+7", 7), ("007", nil), ("1__0", nil), ("_1", nil), ("1_", nil), ("0x", nil), ("0x-1", nil), ("1e3", nil),
            ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("1.0", nil), ("inf", nil), ("- 1", nil),
        ] as [(String, Int?)])
    func integers(text: String, expected: Int?) {
        let read = try? NodeConfiguration.of("mempool.size = \(text)").configuration.mempool.size
        #expect(read == expected)
    }

    @Test(
        "Values that no key has are known for what they are",
        arguments: [
            ("1979-05-27T07:32:00Z", "a time"), ("1979-05-27 07:32:00.5", "a time"), ("07:32", "a time"),
            ("1979-05-27 # x", "a time"), ("1e3", "a number with a fraction"), ("-1.5e-7", "a number with a fraction"),
            ("nan", "a number with a fraction"), ("[{ a = 1 }]", "a list"), ("[]", "a list"),
        ])
    func otherValues(text: String, name: String) {
        #expect(
            NodeConfiguration.error("mempool.size = \(text)")
                == "config.toml:1: mempool.size: is \(name); write a whole number")
    }

    @Test("Lists may run over lines, with comments, and end with a comma")
    func lists() throws {
        let text = """
            rpc.cors_allowed_origins = [ # first
              "a", # second

              'b'
              , ]
            moniker = "c"
            """
        let configuration = try NodeConfiguration.of(text).configuration
        #expect(configuration.rpc.corsAllowedOrigins == ["a", "b"])
        #expect(configuration.moniker == "c")
    }

    @Test("Tables in braces, keys with dots and keys in quotes name the same settings")
    func tables() throws {
        for text in [
            "rpc = { laddr = \"tcp://a:1\", unsafe = true }", "[rpc]\nladdr='tcp://a:1'\nunsafe=true",
            "rpc.laddr = \"tcp://a:1\"\nrpc . \"unsafe\" = true",
            "[ 'rpc' ] # x\r\nladdr = \"tcp://a:1\"\r\nunsafe = true\r\n",
            "\u{FEFF}[rpc]\nladdr = \"tcp://a:1\"\nunsafe = true",
        ] {
            let (configuration, warnings) = try NodeConfiguration.of(text)
            #expect(configuration.rpc.listenAddress == "tcp://a:1")
            #expect(configuration.rpc.allowsUnsafe)
            #expect(warnings.isEmpty)
        }
    }

    @Test("A list of tables is one unknown section, whose keys may come again")
    func listOfTables() throws {
        #expect(
            try NodeConfiguration.of("[[rpc]]\nladdr = \"a\"\n[[rpc]]\nladdr = \"b\"").warnings
                == ["config.toml:1: there is no section [[rpc]], it is ignored; did you mean [rpc]?"])
    }

    @Test(
        "What is said twice is refused with both lines",
        arguments: [
            (
                "moniker = \"a\"\nmoniker = \"b\"",
                "config.toml:2: moniker has a value on line 1 already; keep one of the two"
            ),
            ("[rpc]\n[p2p]\n[rpc]", "config.toml:3: the section rpc stands on line 1 too; put the two together"),
            ("rpc = 1\n[rpc]", "config.toml:2: rpc has a value on line 1 already; keep one of the two"),
            ("rpc.laddr = \"a:1\"\nrpc = 1", "config.toml:2: rpc is a section already; correct this line"),
            ("rpc = 1\nrpc.laddr = \"a:1\"", "config.toml:2: rpc has a value on line 1 already; keep one of the two"),
        ])
    func twice(text: String, expected: String) {
        #expect(NodeConfiguration.error(text) == expected)
    }

    @Test(
        "Broken lines are refused with what stands there",
        arguments: [
            ("moniker = node0", "config.toml:1: node0 is no value; put texts in quotes"),
            ("moniker", "config.toml:1: the end of the file stands where = should be; correct this line"),
            ("= 1", "config.toml:1: \"= 1\" stands where a key should be; correct this line"),
            ("[?]", "config.toml:1: \"?]\" stands where a key should be; correct this line"),
            ("[rpc] x", "config.toml:1: \"x\" does not belong behind what the line says; correct this line"),
            (
                "[rpc",
                "config.toml:1: the end of the file stands where the section's name should end with ]; correct this line"
            ),
            ("moniker = \n", "config.toml:1: the end of the line stands where a value should be; correct this line"),
            ("\nx = [1, 2\n\n", "config.toml:2: a list begins here and does not end; correct this line"),
            ("x = [1 2]", "config.toml:1: \"2]\" stands where , or ] should be; correct this line"),
            ("x = { a = 1", "config.toml:1: the end of the file stands where , or } should be; correct this line"),
            ("x = { a = 1\n}", "config.toml:1: the end of the line stands where , or } should be; correct this line"),
            (
                #"x = "C:\data""#,
                #"config.toml:1: a \ in quotes that begins no escape; write \\ for one, or the text in '…'"#
            ),
            (
                "x = 99999999999999999999",
                "config.toml:1: 99999999999999999999 is too large a number; correct this line"
            ),
            ("x = " + String(repeating: "[", count: 100_000), "config.toml:1: more than 16 levels; correct this line"),
            (
                String(repeating: "a.", count: 100_000) + "a = 1",
                "config.toml:1: more than 16 levels; correct this line"
            ),
        ])
    func broken(text: String, expected: String) {
        #expect(NodeConfiguration.error(text) == expected)
    }
}
