using System.IO;
using System.Linq;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Progress;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class GuestProgramsTests
{
    private static readonly RepositoryLayout _layout = RepositoryLayout.Find();
    private readonly GuestPrograms _programs = new(_layout, new GuestCache(_layout), new SilentActivities());

    [Fact]
    public void A_load_says_which_packages_it_needs_and_other_programs_need_none()
    {
        Assert.Equal(["gcc", "libc6-dev"], _programs.PackagesOf("load-gcc"));
        Assert.Equal(["make"], _programs.PackagesOf("load-kbuild"));
        Assert.Equal(["fs/autofs"], _programs.KernelSourcesOf("load-kbuild"));
        Assert.Empty(_programs.KernelSourcesOf("load-gcc"));
        Assert.Empty(_programs.PackagesOf("hotplug"));
        Assert.Empty(_programs.PackagesOf("stream"));
        Assert.Equal(_programs.Names.Where(name => name.StartsWith("load-", System.StringComparison.Ordinal)), _programs.Loads);
        Assert.All(_programs.Loads.SelectMany(_programs.PackagesOf), package => Assert.Null(GuestPackages.NameProblem(package)));
    }

    [Fact]
    public void A_user_is_told_of_every_program()
    {
        string page = File.ReadAllText(Path.Combine(_layout.Root, "docs", "getting-started.md"));
        Assert.All(_programs.Names.Except(["await-cpus", "ticker"]), name => Assert.Contains($"`{name}", page, System.StringComparison.Ordinal));
    }
}
