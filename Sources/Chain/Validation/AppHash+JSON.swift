package import JSON

extension AppHash: JSONCodable {
    package var json: JSONValue { .hex(bytes) }

    package init(json: JSONValue) throws(JSONError) {
        self.init(try JSONReader(json).hexBytes())
    }
}
