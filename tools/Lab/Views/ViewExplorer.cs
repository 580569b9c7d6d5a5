using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Lab.Mistakes;

namespace Pilevisor.Lab.Views;

/// <summary>
/// Visits every state that a small growing cluster can reach with the view agreement that ships. A state is reached by its steps from the beginning, since the code keeps its state to itself; there are few enough of them.
/// </summary>
/// <param name="create">Makes a node's agreement.</param>
public sealed class ViewExplorer(Func<IViewAgreement> create)
{
    /// <summary>Where the agreement is, and its mistakes.</summary>
    public const string Folder = "src/Interconnect/Views";

    /// <summary>The mistakes that can be planted.</summary>
    /// <param name="root">The repository.</param>
    public static IReadOnlyList<Mistake> Mistakes(string root) => [.. MistakeFile.Read(root, Folder)];

    /// <summary>The one called <paramref name="name"/>, or the one in the file of that name.</summary>
    /// <exception cref="LabException">If there is none: lists those there are.</exception>
    public static Mistake Find(string root, string name) => File.Exists(name) ? MistakeCatalog.ReadOne(name, Folder) : MistakeCatalog.Find(Mistakes(root), nameof(ViewAgreement), name);

    /// <summary>The agreement that ships, or with <paramref name="mistake"/> planted.</summary>
    /// <exception cref="LabException">If the mistake does not fit the source any more.</exception>
    public static ViewExplorer Of(string root, Mistake? mistake)
    {
        if (mistake is null) return new ViewExplorer(() => new ViewAgreement());
        Type type = new MistakeCompiler(root).Compile(mistake, [Folder], typeof(ViewAgreement).FullName!);
        return new ViewExplorer(() => (IViewAgreement)Activator.CreateInstance(type)!);
    }

    /// <summary>Explores, breadth first: what it finds is found on a shortest way.</summary>
    public ViewExploration Run(ViewShape shape, CancellationToken cancellation)
    {
        shape.Refuse();
        HashSet<string> seen = [new ViewModel(shape, create).Fingerprint];
        Queue<ViewStep[]> open = new([[]]);
        while (open.TryDequeue(out ViewStep[]? way))
        {
            cancellation.ThrowIfCancellationRequested();
            ViewStep[] steps = [.. Reach(shape, way).Steps()];
            if (steps.Length == 0 && Reach(shape, way).EndViolation() is { } atEnd) return Found(shape, seen, atEnd, way);
            foreach (ViewStep step in steps)
            {
                ViewStep[] further = [.. way, step];
                ViewModel model = Reach(shape, further);
                if (model.Violation is { } violation) return Found(shape, seen, violation, further);
                if (seen.Add(model.Fingerprint)) open.Enqueue(further);
            }
        }
        return new ViewExploration(shape, seen.Count, null, []);
    }

    private static ViewExploration Found(ViewShape shape, HashSet<string> seen, string violation, ViewStep[] way) =>
        new(shape, seen.Count, violation, [.. way.Select((step, i) => $"{i + 1,4}  {step}")]);

    private ViewModel Reach(ViewShape shape, ViewStep[] way)
    {
        ViewModel model = new(shape, create);
        foreach (ViewStep step in way) model.Take(step);
        return model;
    }
}
