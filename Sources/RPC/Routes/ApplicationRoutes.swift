import ABCI
import Chain
import JSON
import Wire

extension Route {
    static let abciInfo = Route(waiting: "abci_info", isCacheable: true) { _ in
        { view in .members(("response", try await view.applicationInformation().json)) }
    }

    static let abciQuery = Route(waiting: "abci_query", "path", "data", "height", "prove") { arguments in
        let path = try arguments.next(.text)
        let data = try arguments.next(.hexadecimal)
        let height = Height(try arguments.next(.int64))
        let request = RequestQuery(data: data, path: path, height: height, prove: try arguments.next(.bool))
        return { view in .members(("response", try await view.query(request).json)) }
    }
}
