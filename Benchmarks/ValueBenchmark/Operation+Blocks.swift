import Chain
import JSON
import Wire

extension Operation {
    /// A header, and a block of 1 MiB: 1024 transactions of about 1 KiB and a commit of 175 validators.
    static var blocks: [Operation] {
        let header = Sample.header, headerBytes = header.protobuf
        let block = Sample.block, bytes = block.protobuf, text = block.json.serialized()
        let parts = block.partSet()
        if (try? Block(protobuf: bytes)) != block { preconditionFailure("the block is valid") }
        return [
            Operation("header: hash") { header.hash },
            Operation("header: encode (\(headerBytes.count) B)") { header.protobuf },
            Operation("header: decode") { try? Header(protobuf: headerBytes) },
            Operation("block: encode (\(bytes.count) B)") { block.protobuf },
            Operation("block: decode and validate") { try? Block(protobuf: bytes) },
            Operation("block: data hash (\(block.data.transactions.count) transactions)") { block.data.hash },
            Operation("block: part set (\(parts.parts.count) parts)") { PartSet(splitting: bytes) },
            Operation("block: assemble from parts, each proof checked") {
                var set = PartSet(header: parts.header)
                for part in parts.parts { _ = try? set.add(part) }
                return set.assembledBytes
            },
            Operation("block: JSON (\(text.count) B)") { block.json.serialized() },
            Operation("block: JSON, parse and read") { try? Block(json: JSONValue(parsing: text)) },
        ]
    }
}
