import StoreAnalysis
import Testing

@Suite struct StoreServicesTests {
    @Test func `Every service has a prefix of its own`() {
        #expect(Set(StoreService.all.map(\.prefix)).count == StoreService.all.count)
    }
}
