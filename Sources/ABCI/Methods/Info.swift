package import Chain
package import Wire

/// What the node tells the application when it asks for its state.
package struct RequestInfo: Hashable, Sendable {
    /// The node's software version.
    package var version: ByteString
    package var blockVersion: UInt64
    package var p2pVersion: UInt64
    package var abciVersion: ByteString

    package init(
        version: ByteString = "", blockVersion: UInt64 = 0, p2pVersion: UInt64 = 0, abciVersion: ByteString = ""
    ) {
        self.version = version
        self.blockVersion = blockVersion
        self.p2pVersion = p2pVersion
        self.abciVersion = abciVersion
    }
}

/// What the application last committed, and its versions.
package struct ResponseInfo: Hashable, Sendable {
    /// Anything the application wants to say.
    package var data: ByteString
    /// The application's software version.
    package var version: ByteString
    /// The application's protocol version, which goes into headers.
    package var appVersion: UInt64
    /// 0 when nothing was committed yet. It may be negative when it comes from a socket; the handshake refuses that.
    package var lastBlockHeight: Height
    package var lastBlockAppHash: AppHash

    package init(
        data: ByteString = "", version: ByteString = "", appVersion: UInt64 = 0, lastBlockHeight: Height = 0,
        lastBlockAppHash: AppHash = .empty
    ) {
        self.data = data
        self.version = version
        self.appVersion = appVersion
        self.lastBlockHeight = lastBlockHeight
        self.lastBlockAppHash = lastBlockAppHash
    }
}

extension RequestInfo: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, version)
        writer.uint64(2, blockVersion)
        writer.uint64(3, p2pVersion)
        writer.string(4, abciVersion)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: version = try reader.string(field)
            case 2: blockVersion = try reader.uint64(field)
            case 3: p2pVersion = try reader.uint64(field)
            case 4: abciVersion = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ResponseInfo: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, data)
        writer.string(2, version)
        writer.uint64(3, appVersion)
        writer.int64(4, lastBlockHeight.rawValue)
        writer.bytes(5, lastBlockAppHash.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: data = try reader.string(field)
            case 2: version = try reader.string(field)
            case 3: appVersion = try reader.uint64(field)
            case 4: lastBlockHeight = Height(try reader.int64(field))
            case 5: lastBlockAppHash = AppHash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
    }
}
