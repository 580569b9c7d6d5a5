using System.IO;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void A_change_is_shown_and_left_for_acceptance()
    {
        string folder = Directory.CreateTempSubdirectory("snapshot").FullName;
        try
        {
            string path = Path.Combine(folder, "T.M");
            SnapshotMismatchException missing = Assert.Throws<SnapshotMismatchException>(() => Snapshot.Compare(path, "one\ntwo"));
            Assert.Contains("+ one\n+ two\n", missing.Message);

            File.Move(path + ".received.txt", path + ".verified.txt");
            Snapshot.Compare(path, "one\r\ntwo\r\n");

            SnapshotMismatchException changed = Assert.Throws<SnapshotMismatchException>(() => Snapshot.Compare(path, "one\n2\n"));
            Assert.Contains("  one\n- two\n+ 2\n", changed.Message);
            Assert.Equal("one\n2\n", File.ReadAllText(path + ".received.txt"));

            Snapshot.Compare(path, "one\ntwo\n");
            Assert.False(File.Exists(path + ".received.txt"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
