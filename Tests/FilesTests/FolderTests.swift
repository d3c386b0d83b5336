import Files
import Foundation
import TestFolders
import Testing

@Suite("Folders")
struct FolderTests {
    @Test("Folders are made with those around them, for their owner alone")
    func createAll() throws {
        let folder = try TemporaryFolder()
        try Folder.createAll(folder.path("a/b/c"))
        try Folder.createAll(folder.path("a/b/c/"))
        #expect(try Folder.entry(at: folder.path("a/b/c")) == .folder)
        #expect(try folder.mode("a/b/c") == 0o700)
        try folder.write("", to: "file")
        #expect(throws: FileError.self) { try Folder.createAll(folder.path("file")) }
        #expect(throws: FileError.self) { try Folder.create(folder.path("a")) }
    }

    @Test("What is at a path")
    func entries() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        #expect(try Folder.entry(at: folder.path("file")) == .file)
        #expect(try Folder.entry(at: folder.path("none")) == .absent)
        #expect(try Folder.entry(at: folder.path("file/inside")) == .absent)
        #expect(try Folder.names(in: folder.path) == ["file"])
    }

    @Test("A folder is removed with its content, and a link in it is not followed")
    func remove() throws {
        let folder = try TemporaryFolder()
        try Folder.createAll(folder.path("kept"))
        try folder.write("x", to: "kept/file")
        try Folder.createAll(folder.path("gone/inner"))
        try folder.write("x", to: "gone/inner/file")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("gone/link"), withDestinationPath: folder.path("kept"))
        try Folder.removeAll(folder.path("gone"))
        try Folder.removeAll(folder.path("gone"))
        #expect(try folder.names() == ["kept"])
        #expect(try folder.text("kept/file") == "x")
    }

    @Test("A folder is moved over an empty one, never over a full one")
    func move() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.path("a"))
        try folder.write("x", to: "a/file")
        try Folder.create(folder.path("empty"))
        try Folder.create(folder.path("full"))
        try folder.write("y", to: "full/file")
        #expect(throws: FileError.self) { try Folder.move(folder.path("a"), to: folder.path("full")) }
        try Folder.move(folder.path("a"), to: folder.path("empty"))
        try Folder.synchronize(folder.path)
        #expect(try folder.text("empty/file") == "x")
        #expect(try folder.text("full/file") == "y")
    }

    @Test(
        "Paths",
        arguments: [
            ("/a", "b/c", "/a/b/c"), ("/a/", "b", "/a/b"), ("/a", "/b", "/b"), ("/a", "", "/a"), ("", "b", "/b"),
        ])
    func inside(folder: String, path: String, expected: String) {
        #expect(Path.inside(folder, path) == expected)
    }

    @Test(
        "The folder and the name of a path",
        arguments: [
            ("/a/b", "/a", "b"), ("/a/b//", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b", "a", "b"),
            ("/", "/", "/"),
        ])
    func parts(path: String, folder: String, name: String) {
        #expect(Path.folder(of: path) == folder)
        #expect(Path.name(of: path) == name)
    }
}
