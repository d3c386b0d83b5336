import Foundation

/// The body of an HTTP answer. Its bytes are the connection's, and are there only as long as it is handled.
struct Answer {
    let status: Int
    let body: UnsafeRawBufferPointer

    /// How often a text occurs.
    func count(of text: StaticString) -> Int {
        var count = 0
        var rest = body
        while let place = Answer.place(of: text, in: rest) {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(place + text.utf8CodeUnitCount)...])
        }
        return count
    }

    /// The first place of a text.
    static func place(of text: StaticString, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        let last = bytes.count - text.utf8CodeUnitCount
        var place = 0
        while place <= last, let found = memchr(start + place, Int32(text.utf8Start.pointee), last - place + 1) {
            place = UnsafeRawPointer(found) - start
            if memcmp(found, text.utf8Start, text.utf8CodeUnitCount) == 0 { return place }
            place += 1
        }
        return nil
    }
}

extension String {
    /// The number that stands behind a text.
    func number(after text: String) -> Int64? {
        guard let place = range(of: text) else { return nil }
        return Int64(self[place.upperBound...].prefix { $0.isNumber })
    }
}
