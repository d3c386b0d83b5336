import JSON
import Testing
import Wire

@Suite struct ReaderTests {
    private struct Key: JSONDecodable, Equatable {
        let bytes: [UInt8]

        init(json: JSONValue) throws(JSONError) {
            guard let (type, value) = try JSONReader(json).tagged() else {
                bytes = []
                return
            }
            if type != "key" { throw JSONReader(json).error("unknown type \"\(type)\"") }
            bytes = try value.base64()
        }
    }

    private struct Validator: JSONDecodable {
        let key: Key
        let power: Int64
        let priority: Int32

        init(json: JSONValue) throws(JSONError) {
            let reader = JSONReader(json)
            key = try reader["pub_key"].decode()
            power = try reader["voting_power"].int64String()
            priority = try reader["priority"].int32()
        }
    }

    private func validators(_ text: String) throws(JSONError) -> [Validator] {
        try JSONReader(parsed(text))["set"]["validators"].array(of: Validator.self)
    }

    @Test("A structure is read with its parts")
    func structure() throws {
        let text = #"""
            {"set":{"validators":[
                {"pub_key":{"type":"key","value":"AQI="},"voting_power":"10","unknown":[]},
                {"priority":-3,"pub_key":null}
            ]}}
            """#
        let list = try validators(text)
        #expect(list.map(\.key.bytes) == [[1, 2], []])
        #expect(list.map(\.power) == [10, 0])
        #expect(list.map(\.priority) == [0, -3])
    }

    @Test(
        "An absent or null member is the zero value at any depth",
        arguments: [
            "null", "{}", #"{"set":null}"#, #"{"set":{}}"#, #"{"set":{"validators":null}}"#,
            #"{"set":{"validators":[]}}"#,
        ])
    func absent(text: String) throws {
        #expect(try validators(text).isEmpty)
    }

    @Test(
        "An error names the place",
        arguments: [
            (
                #"{"set":{"validators":[null,{"voting_power":5}]}}"#,
                #"set.validators[1].voting_power: invalid 64-bit integer encoding "5", expected string"#
            ),
            (
                #"{"set":{"validators":[{"voting_power":"5x"}]}}"#,
                "set.validators[0].voting_power: invalid character 'x' after top-level value"
            ),
            (
                #"{"set":{"validators":[{"pub_key":{"type":"key","value":"?"}}]}}"#,
                "set.validators[0].pub_key.value: illegal base64 data at input byte 0"
            ),
            (
                #"{"set":{"validators":[{"pub_key":{"type":"lock","value":""}}]}}"#,
                #"set.validators[0].pub_key: unknown type "lock""#
            ),
            (
                #"{"set":{"validators":["x"]}}"#,
                "set.validators[0]: json: cannot unmarshal string into Go value of type map[string]json.RawMessage"
            ),
            (
                #"{"set":{"validators":{}}}"#,
                "set.validators: json: cannot unmarshal object into Go value of type []json.RawMessage"
            ),
            ("[]", "json: cannot unmarshal array into Go value of type map[string]json.RawMessage"),
        ])
    func errors(text: String, expected: String) {
        do {
            _ = try validators(text)
            Issue.record("no error")
        } catch {
            #expect(error.description == expected)
        }
    }

    @Test(
        "A value behind an interface has its type beside it",
        arguments: [
            ("null", "nothing"),
            (#"{"type":"a","value":1}"#, "a 1"),
            (#"{"value":[2],"type":"a","more":0}"#, "a [2]"),
            (#"{"Type":"a","VALUE":1}"#, "a 1"),
            (#"{"type":"a","value":null}"#, "a null"),
            (#"{"type":"a"}"#, "interface value cannot be empty"),
            (#"{"value":1}"#, "interface type cannot be empty"),
            (#"{"type":"","value":1}"#, "interface type cannot be empty"),
            ("{}", "interface type cannot be empty"),
            (#"{"type":5,"value":1}"#, "type: json: cannot unmarshal number into Go value of type string"),
        ])
    func tagged(text: String, expected: String) throws {
        let outcome: String
        do {
            let found = try JSONReader(parsed(text)).tagged()
            outcome = found.map { "\($0.type) \($0.value.value)" } ?? "nothing"
        } catch {
            outcome = error.description
        }
        #expect(outcome == expected)
    }

    @Test("Presence, null and absence can be told apart")
    func presence() throws {
        let reader = try JSONReader(parsed(#"{"a":null,"b":1}"#))
        #expect(try reader["a"].isPresent && reader["a"].isNull)
        #expect(try reader["b"].isPresent && !reader["b"].isNull)
        #expect(try !reader["c"].isPresent && reader["c"].isNull)
        #expect(try reader["c"].decodeIfPresent(Validator.self) == nil)
        #expect(try reader["c"].decode(Validator.self).power == 0)
    }

    @Test("Members are listed in order, the unknown ones with their paths")
    func members() throws {
        let reader = try JSONReader(parsed(#"{"p2p":{"b":1,"a":2,"c":3}}"#))["p2p"]
        #expect(try reader.members().map(\.key) == ["b", "a", "c"])
        #expect(try reader.members().map(\.reader.path) == ["p2p.b", "p2p.a", "p2p.c"])
        #expect(try reader.unknownMembers(besides: ["a"]) == ["p2p.b", "p2p.c"])
        #expect(try reader["none"].unknownMembers(besides: []).isEmpty)
    }

    @Test("Names are exact, unless asked for in any case")
    func anyCase() throws {
        let reader = try JSONReader(parsed(#"{"Method":"a","METHOD":"b","é":1}"#))
        #expect(try reader["method"].isPresent == false)
        #expect(try reader[anyCase: "method"].string() == "b")
        #expect(try reader[anyCase: "metho"].isPresent == false)
    }

    @Test("A list can be bounded")
    func bounded() throws {
        let reader = try JSONReader(parsed(#"{"a":[1,2,3]}"#))["a"]
        #expect(try reader.array(atMost: 3).count == 3)
        #expect(throws: JSONError("more than 2 elements", path: "a")) { try reader.array(atMost: 2) }
    }

    @Test("A member that a type's own reading refuses is placed inside its outer value")
    func nestedPaths() {
        let inner = JSONError("wrong", path: "[2].x")
        #expect(inner.inside("list").description == "list[2].x: wrong")
        #expect(inner.inside("").description == "[2].x: wrong")
        #expect(JSONError("wrong").inside("a.b").description == "a.b: wrong")
        #expect(JSONError("wrong", path: "y").inside("x").path == "x.y")
    }
}
