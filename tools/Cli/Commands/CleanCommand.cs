using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Cli.Commands;

/// <summary>clean: removes everything that was built or downloaded into the working copy.</summary>
internal sealed class CleanCommand : Command
{
    public CleanCommand(RepositoryLayout layout)
        : base("clean", "Remove everything that was built or downloaded here")
    {
        SetAction(_ =>
        {
            string[] outputs = ((string[])["src", "toolchain", "tools", "samples", "tests"]).Select(folder => Path.Combine(layout.Root, folder)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)).Select(project => Path.GetDirectoryName(project)!).Distinct()
                .SelectMany(folder => new[] { Path.Combine(folder, "bin"), Path.Combine(folder, "obj") })
                .Append(layout.Cache).Append(Path.Combine(layout.Root, "artifacts")).Where(Directory.Exists).ToArray();
            foreach (string folder in outputs) Directory.Delete(folder, recursive: true);
            Console.Error.WriteLine($"removed {outputs.Length} folders");
        });
    }
}
