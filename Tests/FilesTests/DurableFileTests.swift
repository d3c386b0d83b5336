import Files
import Foundation
import TestFolders
import Testing

@Suite("Durable files")
struct DurableFileTests {
    @Test("A file is made with the mode asked for, and nothing else stays in its folder")
    func create() throws {
        let folder = try TemporaryFolder()
        try DurableFile.replace(folder.path("key"), with: Array("secret".utf8), mode: 0o600)
        #expect(try folder.text("key") == "secret")
        #expect(try folder.mode("key") == 0o600)
        #expect(try folder.names() == ["key"])
    }

    @Test("A file is replaced, also when an interrupted attempt has left its temporary file")
    func replace() throws {
        let folder = try TemporaryFolder()
        try folder.write("old and long", to: "key")
        try folder.write("half", to: "key.tmp")
        try DurableFile.replace(folder.path("key"), with: Array("new".utf8), mode: 0o644)
        #expect(try folder.text("key") == "new")
        #expect(try folder.mode("key") == 0o644)
        #expect(try folder.names() == ["key"])
    }

    @Test("What cannot be replaced stays, and the error is one line with the path and the reason")
    func failure() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: FileError.self) {
            try DurableFile.replace(folder.path("none/key"), with: [], mode: 0o600)
        }
        #expect(error.isAbsence)
        #expect(error.description == "\(folder.path("none/key.tmp")): cannot open: No such file or directory")
        try FileManager.default.createDirectory(atPath: folder.path("taken/inner"), withIntermediateDirectories: true)
        #expect(throws: FileError.self) { try DurableFile.replace(folder.path("taken"), with: [1], mode: 0o600) }
        #expect(try folder.names() == ["taken"])
    }

    @Test("A file that is there already is not opened as a new one")
    func exclusive() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "a")
        let error = try #require(throws: FileError.self) {
            try DurableFile.create(folder.path("a"), with: [], mode: 0o600)
        }
        #expect(error.problem == "cannot open: File exists")
        #expect(try folder.text("a") == "x")
    }

    @Test("Reading stops at its bound, and a folder is no file")
    func bounds() throws {
        let folder = try TemporaryFolder()
        try folder.write("12345", to: "a")
        #expect(try OpenFile(folder.path("a"), for: .reading).content(atMost: 5) == Array("12345".utf8))
        let tooLong = try #require(throws: FileError.self) {
            try OpenFile(folder.path("a"), for: .reading).content(atMost: 4)
        }
        #expect(tooLong.problem == "more than 4 bytes")
        let isFolder = try #require(throws: FileError.self) {
            try OpenFile(folder.path, for: .reading).content(atMost: 4)
        }
        #expect(isFolder.problem == "cannot read: Is a directory")
    }

    @Test("Overwriting leaves what is behind the bytes as it was")
    func overwrite() throws {
        let folder = try TemporaryFolder()
        try folder.write("12345", to: "a")
        let file = try OpenFile(folder.path("a"), for: .updating)
        try file.overwrite(Array("ab".utf8))
        try file.synchronize()
        #expect(try folder.text("a") == "ab345")
    }

    @Test("A full disk is told as such")
    func fullDisk() throws {
        let error = try #require(throws: FileError.self) {
            try OpenFile("/dev/full", for: .updating).append([1])
        }
        #expect(error.isFullDisk)
        #expect(error.description == "/dev/full: cannot write: No space left on device")
    }

    @Test("Only one may lock a folder, until it lets go")
    func lock() throws {
        let folder = try TemporaryFolder()
        let other = try OpenFile(folder.path, for: .reading)
        func lockAndLetGo() throws {
            let first = try OpenFile(folder.path, for: .reading)
            #expect(try first.lock())
            #expect(try !other.lock())
            try first.synchronize()
        }
        try lockAndLetGo()
        #expect(try other.lock())
    }

    @Test("Errors and warnings stay on one line, whatever a file holds")
    func oneLine() {
        let error = FileError("/a\nb", field: "c\u{1B}[0m", "d\r\ne\u{2028}", remedy: "f")
        #expect(error.description == "/a b: c [0m: d  e ; f")
        #expect(FileWarning("/a", "x\ny").description == "/a: x y")
    }
}
