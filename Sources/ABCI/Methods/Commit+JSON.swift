import Chain
package import JSON
import Wire

extension ResponseCommit: JSONEncodable {
    /// The field, also when zero, under the name that protobuf's JSON mapping gives it.
    package var json: JSONValue { .members(("retainHeight", .decimal(retainHeight.rawValue))) }
}
