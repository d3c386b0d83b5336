import RegistryClient
import Testing
import Transactions

@Suite("Tables of works")
struct WorkTableTests {
    private func rows(_ text: String) throws -> [WorkTable.Row] { try WorkTable(Array(text.utf8)).rows }

    @Test("Cells are read by their column's name, with quotation marks, line ends of both kinds and empty lines")
    func reading() throws {
        let text = "\u{feff}license,file,owner\r\n\r\n\"custom:a, \"\"b\"\"\nc\",x.txt,\r\ncc_by,é y,\"\"\n"
        let rows = try rows(text)
        #expect(rows.map(\.line) == [3, 5])
        #expect(rows[0].cell("license") == "custom:a, \"b\"\nc" && rows[0].cell("file") == "x.txt")
        #expect(rows[1].cell("file") == "é y" && rows[1].cell("owner") == nil && rows[1].cell("kind") == nil)
    }

    @Test(
        "What is no table is refused, with the line",
        arguments: [
            ("", "empty"), ("license\ncc_by\n", "no column hash or file"), ("hash,hash\na,b\n", "twice"),
            ("hash,title\na,b\n", "title"), ("hash,license\na\n", "line 2: 1 cells"),
            ("hash\na,b\n", "line 2: 2 cells"), ("hash\n\"a\n", "not closed"), ("hash\na\"b\n", "within a cell"),
            ("hash\n\"a\"\"b\" \"c\"\n", "within a cell"),
        ])
    func refusals(text: String, words: String) {
        do {
            _ = try rows(text)
            Issue.record("taken")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: ClientError.self) { try WorkTable([0x68, 0xff]) }
    }

    @Test("Text is hashed by its words, files by their kibibytes, and a hash is taken as it is")
    func sources() throws {
        let text = try WorkSource.hash(of: Array("<p>a</p>\r\n".utf8), kind: nil, name: "x")
        let plain = try WorkSource.hash(of: Array("a".utf8), kind: nil, name: "x")
        #expect(text.hash == plain.hash && text.kind == .text)
        let file = try WorkSource.hash(of: Array("a".utf8), kind: .file, name: "x")
        #expect(file.hash != plain.hash && file.kind == .file)
        #expect(try WorkSource.hash(of: [0xff], kind: nil, name: "x").kind == .file)
        #expect(throws: ClientError.self) { try WorkSource.hash(of: [0xff], kind: .text, name: "x") }
        #expect(throws: ClientError.self) { try WorkSource.hash(of: [], kind: nil, name: "x") }
        #expect(throws: ClientError.self) { try WorkSource.hash(of: Array("<hr>".utf8), kind: nil, name: "x") }
        #expect(WorkSource.hash(named: file.hash.text) == file.hash)
        #expect(WorkSource.hash(named: String(file.hash.text.dropFirst(7))) == file.hash)
        #expect(WorkSource.hash(named: "poem.txt") == nil)
    }
}
