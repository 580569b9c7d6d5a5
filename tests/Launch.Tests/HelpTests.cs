using System.CommandLine;
using System.IO;
using System.Linq;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("up")]
    [InlineData("nodes")]
    [InlineData("top")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("test")]
    [InlineData("build")]
    [InlineData("variants")]
    [InlineData("boards")]
    [InlineData("sdcard")]
    [InlineData("graph")]
    [InlineData("doctor")]
    [InlineData("bench boot")]
    [InlineData("bench fetch")]
    [InlineData("bench trap")]
    [InlineData("bench sgi")]
    [InlineData("bench console")]
    [InlineData("bench lock")]
    [InlineData("bench load")]
    [InlineData("bench size")]
    [InlineData("bench scaling")]
    [InlineData("bench faults")]
    [InlineData("bench arguments")]
    [InlineData("bench devices")]
    [InlineData("soak")]
    [InlineData("dissector")]
    [InlineData("report")]
    [InlineData("clean")]
    public void Help_of(string command)
    {
        using ServiceProvider services = CommandLine.Build();
        StringWriter output = new();
        string[] arguments = [.. command.Split(' ').Where(word => word.Length > 0), "--help"];
        services.GetRequiredService<PilevisorCommand>().Parse(arguments).Invoke(new InvocationConfiguration { Output = output });
        Snapshot.Verify(output.ToString(), variant: command.Length == 0 ? "pilevisor" : command.Replace(' ', '-'));
    }

    [Theory]
    [InlineData("up --memory lots")]
    [InlineData("up --nodes two")]
    [InlineData("up --nodse 2")]
    [InlineData("up --link loss=200%")]
    [InlineData("up --pause 1@1s")]
    [InlineData("up --kill 1")]
    [InlineData("up --drift 1")]
    [InlineData("top demo --samples 0")]
    [InlineData("up --drift 1=3hours")]
    [InlineData("up --drift 1=+3h,+100ppm")]
    [InlineData("up --drift 1=+100ppm,+3h,+3h")]
    [InlineData("up --drift 1=NaNh")]
    [InlineData("soak --minutes 0")]
    [InlineData("soak --leg 0")]
    [InlineData("up --add 2")]
    [InlineData("up --add 2@soon")]
    [InlineData("up --add x@1s")]
    [InlineData("up --disk a.img,readnoly")]
    [InlineData("up --net bridge")]
    [InlineData("up --net user,forward=2222:22")]
    [InlineData("up --share :tag")]
    [InlineData("up --nodes 99999999999")]
    [InlineData("up --memory -1")]
    [InlineData("up --memory 99999999999G")]
    [InlineData("up --cache -4M")]
    [InlineData("up --timeout NaN")]
    [InlineData("up --timeout Infinity")]
    [InlineData("up --timeout 1e300")]
    [InlineData("up --timeout -1")]
    [InlineData("up --timeout 0")]
    [InlineData("sim --hold 1e3")]
    [InlineData("bench boot --rounds 1.5")]
    [InlineData("graph --layer Kernel --diff VirtMsi")]
    [InlineData("graph --layer Kernel --json")]
    [InlineData("boot")]
    public void Bad_input_is_an_error(string line)
    {
        using ServiceProvider services = CommandLine.Build();
        Assert.NotEmpty(services.GetRequiredService<PilevisorCommand>().Parse(line.Split(' ')).Errors);
    }
}
