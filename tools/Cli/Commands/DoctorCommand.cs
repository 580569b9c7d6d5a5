using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;

namespace Pilevisor.Cli.Commands;

/// <summary>doctor: says what is installed, what is missing and how to get it. Changes nothing.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of text" };
    private readonly RepositoryLayout _layout;

    public DoctorCommand(RepositoryLayout layout)
        : base("doctor", "Say what is installed, what is missing, and how to get it")
    {
        _layout = layout;
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult request)
    {
        IReadOnlyList<HostPackage> missing = HostPackages.MissingOf(HostPackages.ForTests);
        if (request.GetValue(_json)) Json.Print(new { packages = HostPackages.ForTests.Select(p => new { p.Name, p.Purpose, installed = !missing.Contains(p) }), cached = Cached() });
        else Print(missing);
        return missing.Count == 0 ? ExitStatus.Success : ExitStatus.Unavailable;
    }

    private void Print(IReadOnlyList<HostPackage> missing)
    {
        Console.Out.WriteLine($"{"ok",-8} {".NET SDK " + Environment.Version.Major,-24} builds everything");
        foreach (HostPackage package in HostPackages.ForTests) Console.Out.WriteLine($"{(missing.Contains(package) ? "MISSING" : "ok"),-8} {package.Name,-24} {package.Purpose}");
        foreach ((string name, bool here) in Cached()) Console.Out.WriteLine($"{(here ? "ok" : "later"),-8} {name,-24} {(here ? "downloaded" : "fetched from Debian when first needed")}");
        if (missing.Count == 0) return;
        string command = PackageInstaller.CommandLine(missing.Select(p => p.Name));
        Console.Out.WriteLine($"\n`./pilevisor up` installs what is missing, or as root:\n    {command}");
    }

    private Dictionary<string, bool> Cached() => new[] { "guests/linux-6.1", "guests/linux-6.12", "guests/busybox" }
        .ToDictionary(name => name, name => Directory.Exists(Path.Combine(_layout.Cache, name)));
}
