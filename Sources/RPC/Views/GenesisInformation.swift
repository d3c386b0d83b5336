package import Chain
import JSON
import Wire

/// The genesis document as clients get it: in one piece, or in chunks when it is large.
package struct GenesisInformation: Sendable {
    /// Bytes of a chunk before Base64 (CometBFT rpc/core/env.go `genesisChunkSize`).
    package static let chunkBytes = 16 * 1024 * 1024

    /// The document's compact JSON.
    package let text: [UInt8]

    /// The completed document's JSON.
    package init(_ document: GenesisDocument) {
        text = document.json.serialized()
    }

    /// A document's compact JSON.
    package init(text: [UInt8]) {
        self.text = text
    }

    package var chunkCount: Int { (text.count + GenesisInformation.chunkBytes - 1) / GenesisInformation.chunkBytes }

    /// A chunk in Base64; nil when there is none of this number.
    package func chunk(_ index: Int) -> String? {
        guard (0..<chunkCount).contains(index) else { return nil }
        let start = index * GenesisInformation.chunkBytes
        return Base64.encode(Array(text[start...].prefix(GenesisInformation.chunkBytes)))
    }
}
