package import Wire

/// How much is registered.
package struct StatisticsAnswer: Hashable, Sendable {
    /// Records of one licence; those of custom licences together stand under `custom:`.
    package struct LicenseCount: Hashable, Sendable {
        package var license: ByteString
        package var count: UInt64

        package init(license: ByteString, count: UInt64) {
            self.license = license
            self.count = count
        }
    }

    package var records: UInt64
    package var transfers: UInt64
    /// In the order of names.
    package var byLicense: [LicenseCount]
    package var accounts: UInt64

    package init(records: UInt64 = 0, transfers: UInt64 = 0, byLicense: [LicenseCount] = [], accounts: UInt64 = 0) {
        self.records = records
        self.transfers = transfers
        self.byLicense = byLicense
        self.accounts = accounts
    }
}

extension StatisticsAnswer: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, records)
        writer.uint64(2, transfers)
        for entry in byLicense { writer.message(3, entry) }
        writer.uint64(4, accounts)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: records = try reader.uint64(field)
            case 2: transfers = try reader.uint64(field)
            case 3: try reader.append(field, to: &byLicense, atMost: 1000)
            case 4: accounts = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension StatisticsAnswer.LicenseCount: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, license)
        writer.uint64(2, count)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init(license: "", count: 0)
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: license = try reader.string(field)
            case 2: count = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// What today's chain tells of a work (`QueryVerifyContentResponse`).
package struct VerificationAnswer: Hashable, Sendable {
    package var isVerified: Bool
    /// Empty when the work is not registered.
    package var creator: ByteString
    package var license: ByteString
    /// Seconds since 1970.
    package var timestamp: Int64

    package init(isVerified: Bool = false, creator: ByteString = "", license: ByteString = "", timestamp: Int64 = 0) {
        self.isVerified = isVerified
        self.creator = creator
        self.license = license
        self.timestamp = timestamp
    }
}

extension VerificationAnswer: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bool(1, isVerified)
        writer.string(2, creator)
        writer.string(3, license)
        writer.int64(4, timestamp)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: isVerified = try reader.bool(field)
            case 2: creator = try reader.string(field)
            case 3: license = try reader.string(field)
            case 4: timestamp = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
    }
}
