import Chain
import NodeSettings
import Testing

@Suite("Texts in settings")
struct ValueTests {
    @Test(
        "Lengths of time in Go's form",
        arguments: [
            ("0", 0), ("0s", 0), ("+0", 0), ("1s", 1_000_000_000), ("500ms", 500_000_000), ("1h30m", 5_400_000_000_000),
            ("168h0m0s", 604_800_000_000_000), ("1.5s", 1_500_000_000), (".5s", 500_000_000), ("1.s", 1_000_000_000),
            ("-1m", -60_000_000_000), ("20us", 20_000), ("20µs", 20_000), ("20μs", 20_000), ("7ns", 7),
            ("0.000000001s", 1), ("0.0000000019s", 1), ("1s1s", 2_000_000_000),
            ("9223372036854775807ns", Int64.max), ("-9223372036854775808ns", Int64.min),
            ("0.33333333333333333333h", 1_200_000_000_000 - 1),
        ] as [(String, Int64)])
    func durations(text: String, expected: Int64) {
        #expect(Nanoseconds(goText: text) == Nanoseconds(expected))
    }

    @Test(
        "Other texts are no lengths of time",
        arguments: [
            "", " ", "1", "s", ".s", "1 s", "1s ", "1x", "1sec", "-", "+", "--1s", "1,5s", "9223372036854775808ns",
            "-9223372036854775809ns", "99999999999999999999h", "3000000h", "1e3s", "NaN", "1µ", "1s2",
        ])
    func noDurations(text: String) {
        #expect(Nanoseconds(goText: text) == nil)
    }

    @Test("What is printed of a length of time is read again")
    func durationRoundTrip() {
        for value in [0, 1, -1, 999, 1_000, 1_500_000, 59_999_999_999, 3_600_000_000_001, Int64.max, .min] {
            #expect(Nanoseconds(goText: Nanoseconds(value).description) == Nanoseconds(value))
        }
    }

    @Test(
        "Addresses to listen at",
        arguments: [
            ("tcp://0.0.0.0:26656", ListenAddress.tcp(host: "0.0.0.0", port: 26656)),
            ("127.0.0.1:0", .tcp(host: "127.0.0.1", port: 0)), (":26660", .tcp(host: "", port: 26660)),
            ("tcp://[::1]:80", .tcp(host: "::1", port: 80)), ("tcp6://[::]:80", .tcp(host: "::", port: 80)),
            ("unix:///run/x.sock", .unix(path: "/run/x.sock")), ("unix://x", .unix(path: "x")),
            ("tcp://node.example:1", .tcp(host: "node.example", port: 1)),
        ])
    func addresses(text: String, expected: ListenAddress) throws {
        #expect(try ListenAddress(text) == expected)
    }

    @Test(
        "Texts that are no address",
        arguments: [
            ("", "\"\" has no port"), ("tcp://127.0.0.1", "\"tcp://127.0.0.1\" has no port"),
            ("udp://x:1", "\"udp://x:1\" begins with neither tcp:// nor unix://"),
            ("unix://", "\"unix://\" has no path"),
            ("x:65536", "\"x:65536\" has no port between 0 and 65535"),
            ("x:", "\"x:\" has no port between 0 and 65535"),
            ("x:-1", "\"x:-1\" has no port between 0 and 65535"), ("x:+1", "\"x:+1\" has no port between 0 and 65535"),
            ("::1:80", "\"::1:80\" has an IPv6 address that is not in brackets"), ("[::1]", "\"[::1]\" has no port"),
        ])
    func noAddresses(text: String, expected: String) throws {
        let error = try #require(throws: ListenAddressError.self) { try ListenAddress(text) }
        #expect(error.description == expected)
    }

    @Test("Several addresses, or none")
    func addressList() throws {
        #expect(try ListenAddress.list("").isEmpty)
        #expect(
            try ListenAddress.list("tcp://a:1, unix://b,")
                == [.tcp(host: "a", port: 1), .unix(path: "b")])
        #expect(throws: ListenAddressError.self) { try ListenAddress.list("tcp://a:1,b") }
    }

    @Test("Log levels for all and for parts")
    func logLevels() throws {
        #expect(try LogLevels("error").general == .error)
        let levels = try LogLevels("consensus:debug,mempool:none,*:error")
        #expect(levels.general == .error)
        #expect(levels.byModule == ["consensus": .debug, "mempool": .none])
        #expect(try LogLevels("p2p:debug").general == .info)
        for text in ["", "loud", "info,debug", "a:b:c", "x:loud", "consensus:debug,info", ":", ",", "*:"] {
            #expect(throws: LogLevelsError.self, "\(text)") { try LogLevels(text) }
        }
    }

    @Test("Versions", arguments: ["0.38.25", "0.38.25+daon.0.1.0", "1.0.0-rc.1", "1.2.3-0a.b-c+001", ""])
    func versions(text: String) {
        #expect(TextRule.version.problem(with: text) == nil)
    }

    @Test(
        "Texts that are no versions",
        arguments: ["1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3+a+b", "1.2.x"])
    func noVersions(text: String) {
        #expect(TextRule.version.problem(with: text) != nil)
    }
}
