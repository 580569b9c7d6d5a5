using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Kernel;

namespace Pilevisor.Hosting;

/// <summary>
/// The modules that images are made of, in the host's container. They mean the same here: one class is one object under all its services, names are keys, arrays have all of a service, and
/// <see cref="IBootSequence"/> starts what was built, in the order of an image. What is added to the collection afterwards overrides what they register, as with everything in it: a test adds its fakes.
/// <code>
/// ServiceProvider node = new ServiceCollection().AddModule(typeof(IInterconnect)).AddSingleton&lt;ILink&gt;(new FakeLink()).BuildServiceProvider();
/// </code>
/// </summary>
public static class ModuleServiceCollectionExtensions
{
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Adds what an image or a module registers, and what it imports. Once a collection.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="module">A class or interface marked [Image] or [Module].</param>
    /// <returns>The collection.</returns>
    /// <exception cref="InvalidOperationException">If a service is registered twice and neither overrides the other, or a class has no single public constructor.</exception>
    public static IServiceCollection AddModule(this IServiceCollection services, Type module)
    {
        IReadOnlyList<ModuleRegistration> registrations = ModuleReader.Read(module);
        Dictionary<MemberInfo, Component> components = [];
        ComponentBuilder builder = new(services);
        foreach (ModuleRegistration registration in registrations)
        {
            if (registration.IsOpen)
            {
                services.Add(new ServiceDescriptor(registration.Service, registration.Name, registration.Implementation, ServiceLifetime.Singleton));
                continue;
            }
            MemberInfo source = Source(registration, registrations);
            if (!components.TryGetValue(source, out Component? component)) components.Add(source, component = new Component(source, registration.IsPerCpu));
            component.Descriptors.Add(Descriptor(registration, component, builder));
            services.Add(component.Descriptors[^1]);
        }
        return services.AddSingleton<IBootSequence>(provider => new BootSteps([.. components.Values.Where(c => c.Descriptors.Any(d => IsInForce(services, d)))], builder, provider));
    }

    /// <summary>Whether nothing that was added later is given in its place.</summary>
    private static bool IsInForce(IServiceCollection services, ServiceDescriptor descriptor) => services.Last(d => d.ServiceType == descriptor.ServiceType && Equals(d.ServiceKey, descriptor.ServiceKey)) == descriptor;

    private static ServiceDescriptor Descriptor(ModuleRegistration registration, Component component, ComponentBuilder builder)
    {
        Type service = registration.IsPerCpu ? typeof(PerCpu<>).MakeGenericType(registration.Service) : registration.Service;
        return registration.Name is null
            ? new ServiceDescriptor(service, Give, ServiceLifetime.Singleton)
            : new ServiceDescriptor(service, registration.Name, (provider, _) => Give(provider), ServiceLifetime.Singleton);

        object Give(IServiceProvider provider)
        {
            object[] built = builder.Build(component, provider);
            if (!registration.IsPerCpu) return built[0];
            Array typed = Array.CreateInstance(registration.Service, built.Length);
            built.CopyTo(typed, 0);
            return Activator.CreateInstance(service, provider.GetRequiredService<IProcessor>(), typed)!;
        }
    }

    /// <summary>One class, one object: what a member gives for a class elsewhere is also what a registration means that names none.</summary>
    private static MemberInfo Source(ModuleRegistration registration, IEnumerable<ModuleRegistration> all)
    {
        ModuleRegistration maker = registration.Member is not null ? registration : all.OrderByDescending(r => r.Service == r.Implementation).FirstOrDefault(r => r.Member is not null && r.Implementation == registration.Implementation) ?? registration;
        if (maker.Member is not null) return maker.Declarer.GetMember(maker.Member, Members).Single();
        ConstructorInfo[] constructors = registration.Implementation.GetConstructors();
        return constructors.Length == 1 ? constructors[0] : throw new InvalidOperationException($"{registration.Implementation} has {constructors.Length} public constructors; it must have exactly one");
    }
}
