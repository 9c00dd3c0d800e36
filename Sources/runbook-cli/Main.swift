import Runbook

@main
struct Main {
  static func main() {
    print("runbook")
  }
}
