import Chain
import PeerMessages
import Wire

/// CometBFT's consensus log: `wal_records.json` record by record, and what a node wrote as a whole.
enum WALVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"], record)
        if file.has("max_msg_size") {
            checker.attempt("largest record") { checker in
                checker.expect("largest record", try file["max_msg_size"].integer(), WALRecord.payloadSizeMaximum)
            }
        }
    }

    private static func record(_ vector: VectorMember, _ checker: inout Checker) throws {
        let bytes = try vector["record"].hex()
        var reader = WALReader(bytes)
        guard let message = try reader.next() else { throw vector["record"].wrong("a record") }
        let time = try TimeVector(vector["time"])
        time.compare("time", message.time, &checker)
        checker.expect("members", json: vector["wal_message_json"].json, message.message.protobufJSON)
        guard let record = WALRecord(message) else { throw vector["record"].wrong("a record within its bound") }
        checker.expect("record", bytes: bytes, record.bytes)
        checker.expect("length", try vector["length"].integer(), record.payload.count)
        checker.expect("checksum", UInt32(try vector["crc32c"].text(), radix: 16), record.checksum)
        checker.expect("end", nil, try reader.next())
    }

    /// The beginning of a log as hexadecimal text, which may end anywhere.
    static func runHead(text: [UInt8], _ checker: inout Checker) {
        let digits = text.filter { $0 != UInt8(ascii: "\n") }
        guard let bytes = Hex.decode(String(decoding: digits.dropLast(digits.count % 2), as: UTF8.self)) else {
            return checker.fail("text", expected: "hexadecimal digits", actual: "others")
        }
        var reader = WALReader(bytes), lastHeight: Height?
        while true {
            let start = reader.offset
            do {
                guard let message = try reader.next() else { return }
                let again = WALRecord(message)?.bytes ?? []
                checker.at("byte \(start)") { checker in
                    checker.expect("record", bytes: Array(bytes[start..<reader.offset]), again)
                    checker.expect("validation", verdict: nil) { try message.message.validate() }
                    guard case .endHeight(let height) = message.message else { return }
                    checker.expect(
                        "end of the next height", lastHeight.map { $0.rawValue + 1 } ?? height.rawValue, height.rawValue
                    )
                    lastHeight = height
                }
            } catch .tornEnd {
                return
            } catch {
                checker.fail("record", expected: "no error", actual: "\(error)")
            }
        }
    }
}
