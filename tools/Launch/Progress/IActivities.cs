namespace Pilevisor.Launch.Progress;

/// <summary>Who is told what is being done, while it takes long.</summary>
public interface IActivities
{
    /// <summary>Something begins that may take long.</summary>
    /// <param name="what">Such as "downloading busybox-static".</param>
    /// <returns>To be disposed of when it has ended, one way or the other.</returns>
    IActivity Begin(string what);

    /// <summary>Something the user should know.</summary>
    void Note(string line);
}
