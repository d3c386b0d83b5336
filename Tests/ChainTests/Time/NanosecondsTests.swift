import Chain
import JSON
import Testing
import Wire

@Suite("Durations")
struct NanosecondsTests {
    @Test(
        "A duration prints as Go prints it",
        arguments: [
            (0, "0s"), (1, "1ns"), (1_100, "1.1µs"), (2_200_000, "2.2ms"), (3_300_000_000, "3.3s"),
            (-1_500_000_000, "-1.5s"), (60_000_000_000, "1m0s"), (10_800_000_000_000, "3h0m0s"),
            (245_000_000_000, "4m5s"), (245_001_000_000, "4m5.001s"), (172_800_000_000_000, "48h0m0s"),
            (.max, "2562047h47m16.854775807s"), (.min, "-2562047h47m16.854775808s"),
        ] as [(Int64, String)])
    func description(_ count: Int64, _ text: String) throws {
        let duration = Nanoseconds(count)
        #expect(duration.description == text)
        try checkJSON(of: duration, "\"\(count)\"")
        try checkDecoder(of: duration)
    }

    @Test("Seconds and the rest of a negative duration are both negative")
    func negative() throws {
        var writer = ProtobufWriter()
        writer.int64(1, -1)
        writer.int32(2, -500_000_000)
        #expect(Nanoseconds(-1_500_000_000).protobuf == writer.bytes)
    }

    @Test(
        "A message that is no duration is refused",
        arguments: [
            (1, -1), (-1, 1), (0, 1_000_000_000), (0, -1_000_000_000), (315_576_000_001, 0), (9_223_372_037, 0),
            (9_223_372_036, 854_775_808), (-9_223_372_036, -854_775_809), (.min, 0), (.max, 0),
        ] as [(Int64, Int32)])
    func refused(seconds: Int64, rest: Int32) {
        var writer = ProtobufWriter()
        writer.int64(1, seconds)
        writer.int32(2, rest)
        #expect(throws: DecodingError.self) { try Nanoseconds(protobuf: writer.bytes) }
    }

    @Test("So many seconds are clipped to what Int64 holds")
    func seconds() {
        #expect(Nanoseconds.seconds(3) == Nanoseconds(3_000_000_000))
        #expect(Nanoseconds.seconds(.max) == Nanoseconds(.max))
        #expect(Nanoseconds.seconds(.min) == Nanoseconds(.min))
    }
}
