import ABCI
import Cryptography
import Transactions
import Wire

/// Which transactions changed a record, as the application's own history tells.
struct RecordTransactions {
    /// Pages of the history that are read: of 1,000 changes each, as nobody ever made to one work.
    private static let pagesMaximum = 100

    private let application: any Application

    init(_ application: any Application) {
        self.application = application
    }

    /// - Returns: The registration's first; none when the application knows no such work, or no works at all.
    func all(changing work: ByteString) throws -> [Hash] {
        var hashes: [Hash] = []
        var question = RecordRequest(contentHash: work, page: PageRequest(limit: PageRequest.limitMaximum))
        for _ in 0..<RecordTransactions.pagesMaximum {
            let response = try application.query(RequestQuery(data: question.protobuf, path: QueryPath.history))
            guard response.code == 0, let answer = try? HistoryAnswer(protobuf: response.value) else { break }
            hashes += answer.items.map(\.transactionHash)
            if answer.page.nextKey.isEmpty { break }
            question.page.key = answer.page.nextKey
        }
        return hashes
    }
}
