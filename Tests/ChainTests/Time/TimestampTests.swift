import Chain
import JSON
import Testing
import Wire

@Suite("Times")
struct TimestampTests {
    @Test(
        "A time prints as RFC 3339 with no zeros at the end, and is read back",
        arguments: [
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1969-12-31T23:59:59.9Z", -1, 900_000_000),
            ("2000-02-29T12:30:45.000000001Z", 951_827_445, 1),
            ("2024-10-29T04:23:55.992328791Z", 1_730_175_835, 992_328_791),
            ("2024-12-23T11:02:27.36772961Z", 1_734_951_747, 367_729_610),
            ("2100-03-01T00:00:00Z", 4_107_542_400, 0),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
        ] as [(String, Int64, Int32)])
    func text(_ text: String, seconds: Int64, nanoseconds: Int32) throws {
        let time = try #require(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(time.description == text)
        #expect(Timestamp(rfc3339: text) == time)
        try checkJSON(of: time, "\"\(text)\"")
        try checkDecoder(of: time)
    }

    @Test("Decimals beyond the ninth are cut")
    func decimals() {
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.1234567899Z")?.nanoseconds == 123_456_789)
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.000Z") == .unixEpoch)
    }

    @Test(
        "A text that is no time in UTC is refused",
        arguments: [
            "", "Z", "2024-10-29", "2024-10-29T04:23:55", "2024-10-29T04:23:55+00:00", "2024-10-29t04:23:55Z",
            "2024-10-29T04:23:55z", "2024-10-29T04:23:55.Z", "2024-10-29T4:23:55Z", "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-04-31T00:00:00Z",
            "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00ZZ",
            "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2024-01-01T00:00:00,5Z",
        ])
    func noTime(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
        #expect(throws: JSONError.self) { try Timestamp(json: .text(text)) }
    }

    @Test("Years have their days, over two rounds of the calendar")
    func years() throws {
        func day(_ year: Int, _ rest: String) throws -> Int64 {
            let text = String(repeating: "0", count: 4 - String(year).count) + "\(year)-\(rest)T00:00:00Z"
            let time = try #require(Timestamp(rfc3339: text))
            if time.description != text { Issue.record("\(text) prints as \(time)") }
            return time.seconds / 86_400
        }
        for year in 1600...2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let march = try day(year, "03-01")
            if march - (try day(year, "02-28")) != (isLeap ? 2 : 1) { Issue.record("February \(year)") }
            if (try day(year + 1, "01-01")) - march != 306 { Issue.record("\(year) from March") }
            if (try day(year, "12-31")) - march != 305 { Issue.record("December \(year)") }
        }
    }

    @Test("The zero time takes a varint of ten bytes, the epoch none")
    func protobuf() throws {
        #expect(Timestamp.zero.protobuf == (try bytes("088092b8c398feffffff01")))
        #expect(Timestamp.unixEpoch.protobuf.isEmpty)
        #expect(try Timestamp(protobuf: []) == .unixEpoch)
    }

    @Test(
        "A message outside of the years 1 to 9999 or of a second is refused",
        arguments: [
            (-62_135_596_801, 0), (253_402_300_800, 0), (.min, 0), (.max, 0), (0, -1), (0, 1_000_000_000),
        ] as [(Int64, Int32)])
    func outOfRange(seconds: Int64, nanoseconds: Int32) {
        var writer = ProtobufWriter()
        writer.int64(1, seconds)
        writer.int32(2, nanoseconds)
        #expect(throws: DecodingError.self) { try Timestamp(protobuf: writer.bytes) }
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds) == nil)
    }

    @Test("Sums carry across seconds and stop at both ends")
    func sums() throws {
        let time = try #require(Timestamp(seconds: 10, nanoseconds: 900_000_000))
        #expect(time.adding(nanoseconds: 200_000_000) == Timestamp(seconds: 11, nanoseconds: 100_000_000))
        #expect(time.adding(nanoseconds: -11_000_000_000) == Timestamp(seconds: -1, nanoseconds: 900_000_000))
        #expect(Timestamp.zero.adding(nanoseconds: -1) == .zero)
        #expect(Timestamp.latest.adding(nanoseconds: 1) == .latest)
        #expect(Timestamp.latest.adding(nanoseconds: .max) == .latest)
        #expect(Timestamp.zero.adding(nanoseconds: .min) == .zero)
    }

    @Test("Differences are exact as long as Int64 holds them, and clipped beyond")
    func differences() throws {
        let time = try #require(Timestamp(seconds: 10, nanoseconds: 1))
        #expect(time.nanoseconds(since: .unixEpoch) == 10_000_000_001)
        #expect(Timestamp.unixEpoch.nanoseconds(since: time) == -10_000_000_001)
        #expect(Timestamp.latest.nanoseconds(since: .zero) == .max)
        #expect(Timestamp.zero.nanoseconds(since: .latest) == .min)
        #expect(Timestamp.unixEpoch.adding(nanoseconds: .min).nanoseconds(since: .unixEpoch) == .min)
        #expect(Timestamp.unixEpoch.adding(nanoseconds: .max).nanoseconds(since: .unixEpoch) == .max)
        #expect(Timestamp.unixEpoch.adding(nanoseconds: .min + 1).nanoseconds(since: .unixEpoch) == .min + 1)
    }
}
