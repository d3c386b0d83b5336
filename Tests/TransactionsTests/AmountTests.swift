import Testing
import Transactions
import Wire

@Suite("Amounts")
struct AmountTests {
    @Test("Sums and differences that leave the range are nil")
    func arithmetic() {
        #expect(Amount(.max).adding(1) == nil)
        #expect(Amount(1).subtracting(2) == nil)
        #expect(Amount(3).subtracting(1) == 2)
        #expect(Amount("340282366920938463463374607431768211455") == Amount(.max))
    }

    @Test(
        "What is no whole number in its shortest form is refused",
        arguments: ["", "-1", "+1", "01", "1.0", " 1", "340282366920938463463374607431768211456", "1e3", "٣"])
    func refusals(text: String) {
        #expect(Amount(.init(text)) == nil)
    }
}
