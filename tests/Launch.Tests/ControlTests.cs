using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Launch.Control;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class ControlTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("7-of_9.b")]
    public void A_name_is_a_word(string name)
    {
        Assert.Null(ControlSocket.Problem(name));
        Assert.Equal(name + ".sock", Path.GetFileName(ControlSocket.PathOf(name)));
    }

    [Fact]
    public void Only_its_user_looks_into_the_directory()
    {
        ControlSocket.MakeDirectory();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(ControlSocket.PathOf("any"))!));
        ControlSocket.RemoveDirectory();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../demo")]
    [InlineData(".demo")]
    [InlineData("a b")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Other_names_are_refused(string name) => Assert.StartsWith("a run's name is 1 to 32 letters", ControlSocket.Problem(name));

    [Fact]
    public async Task A_run_that_is_not_there_is_said_to_be_so()
    {
        LaunchException none = await Assert.ThrowsAsync<LaunchException>(async () => await ControlClient.AskAsync("nobody-runs-this", new ControlRequest("nodes"), TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((ExitStatus.BadInput, "no run called nobody-runs-this: `up --name nobody-runs-this` starts one"), (none.Status, none.Message));
    }

    [Fact]
    public void What_a_killed_run_left_is_in_nobodys_way()
    {
        ControlSocket.MakeDirectory();
        string left = ControlSocket.PathOf("left-over");
        File.WriteAllText(left, "");
        Assert.Null(ControlServer.Problem("left-over"));
        File.Delete(left);
        ControlSocket.RemoveDirectory();
    }
}
