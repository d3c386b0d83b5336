import Chain
import Cryptography
import Transactions
import Wire

/// Who operates validators in a world where they come and go, and which keys there are.
struct StakeLife {
    /// Operators that act; who signed twice is replaced, because it operates none any more.
    static let operatorsCount = 14
    /// Most validators at once: some nodes must be free for the next ones.
    static let validatorsMaximum = 6

    private(set) var operators: [Int]
    private var nextOperator: Int
    /// The account of every operator that ever was.
    private var numbers: [AccountAddress: Int] = [:]
    private var nextKey: Int
    /// Every consensus key that a node ever had.
    private(set) var keys: [Address: Ed25519PrivateKey] = [:]
    /// Addresses in the order in which their keys were made.
    private(set) var addresses: [Address] = []
    /// Nodes whose key somebody has asked for, until when: nanoseconds since the world began.
    var reserved: [Int: Int64] = [:]
    /// Nodes that have been validators with the key that they have now.
    var served: Set<Int> = []

    /// - Parameter nodes: The nodes' keys.
    init(_ nodes: [Ed25519PrivateKey]) {
        operators = Array(0..<StakeLife.operatorsCount)
        nextOperator = StakeLife.operatorsCount
        nextKey = 1_000
        for number in operators { note(number) }
        for key in nodes { note(key) }
    }

    private mutating func note(_ number: Int) {
        if let account = RegistryClients.operatorAccount(number) { numbers[account] = number }
    }

    private mutating func note(_ key: Ed25519PrivateKey) {
        let address = PublicKey.ed25519(key.publicKey).address
        keys[address] = key
        addresses.append(address)
    }

    /// The operator with this account.
    func number(of account: AccountAddress?) -> Int? { account.flatMap { numbers[$0] } }

    /// Puts somebody new into the place of an operator that can operate nothing any more.
    mutating func replace(_ number: Int) {
        guard let place = operators.firstIndex(of: number) else { return }
        operators[place] = nextOperator
        note(nextOperator)
        nextOperator += 1
    }

    /// A key that nobody has had.
    mutating func newKey() -> Ed25519PrivateKey? {
        nextKey += 1
        guard let key = Ed25519PrivateKey(seed: SHA256.hash(Array("consensus \(nextKey)".utf8)).bytes) else {
            return nil
        }
        note(key)
        return key
    }
}
